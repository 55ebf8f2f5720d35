//! What is the same in every generated operation, as a macro.

/// Writes what every builder of an operation has beside its own methods:
/// `IntoFuture` and [`RequestOptions`](crate::RequestOptions), and asserts at
/// compile time that the builder, its future and its streams can move between
/// threads.
///
/// The builder is a newtype over [`Request`](crate::Request) with a method
/// `send`.
#[macro_export]
#[doc(hidden)]
macro_rules! __operation_v1 {
    ($builder:ident -> $success:ty, $error:ty; pages of $item:ty) => {
        $crate::__operation_v1!($builder -> $success, $error);
        const _: () = {
            $crate::__private::assert_stream::<$crate::Pages<$success, $item, $error>>();
            $crate::__private::assert_stream::<$crate::Items<$success, $item, $error>>();
        };
    };
    ($builder:ident -> $success:ty, $error:ty) => {
        impl $crate::__private::IntoFuture for $builder {
            type Output =
                $crate::__private::Result<$crate::ResponseValue<$success>, $crate::Error<$error>>;
            type IntoFuture = $crate::ResponseFuture<$success, $error>;

            fn into_future(self) -> Self::IntoFuture {
                self.send()
            }
        }

        impl $crate::RequestOptions for $builder {
            fn request_mut(&mut self) -> &mut $crate::Request {
                &mut self.0
            }
        }

        const _: () = {
            $crate::__private::assert_builder::<$builder>();
            $crate::__private::assert_future::<$crate::ResponseFuture<$success, $error>>();
        };
    };
}
