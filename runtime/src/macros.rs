//! What is the same in every generated operation, as a macro.

/// Writes what every builder of an operation has beside its own methods:
/// `Clone`, `Debug`, `IntoFuture` and [`RequestOptions`](crate::RequestOptions).
///
/// The builder is a newtype over [`Request`](crate::Request) with a method
/// `send`. That it can move between threads, as its future and its streams can,
/// is asserted for all of them at once, in this crate: a sixth of the time in
/// which a large generated crate was checked went into asserting it of each.
#[macro_export]
#[doc(hidden)]
macro_rules! __operation_v1 {
    ($builder:ident -> $success:ty, $error:ty; pages of $item:ty) => {
        $crate::__operation_v1!($builder -> $success, $error);
    };
    ($builder:ident -> $success:ty, $error:ty) => {
        impl $crate::__private::IntoFuture for $builder {
            type Output = $crate::__private::Answer<$success, $error>;
            type IntoFuture = $crate::ResponseFuture<$success, $error>;

            fn into_future(self) -> Self::IntoFuture {
                self.send()
            }
        }

        impl $crate::__private::Clone for $builder {
            fn clone(&self) -> Self {
                Self(self.0.clone())
            }
        }

        impl $crate::__private::Debug for $builder {
            fn fmt(
                &self,
                f: &mut $crate::__private::Formatter<'_>,
            ) -> $crate::__private::FmtResult {
                $crate::__private::debug_builder($crate::__private::stringify!($builder), &self.0, f)
            }
        }

        impl $crate::RequestOptions for $builder {
            fn request_mut(&mut self) -> &mut $crate::Request {
                &mut self.0
            }
        }
    };
}
