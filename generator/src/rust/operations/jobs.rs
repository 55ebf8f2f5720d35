//! Jobs: what waits for their end.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::plan::model::{Job, Operation};
use crate::rust::syntax::{Room, doc, ident, ty};

use super::decoder;
use super::reach::{Last, is_always_there, place, reach, reach_text};

/// `wait` of the builder that starts the job.
pub(crate) fn method(operation: &Operation, job: &Job) -> TokenStream {
    let status = ty(&job.status_type, Room::Crate);
    let error = ty(&job.error_type, Room::Crate);
    let ask = ask(job);
    let descriptor = job_name(operation);
    let decode_start = decoder(&operation.success.decoder);
    let decode_status = decoder(&job.poll_success);
    let decode_error = decoder(&job.poll_error);
    let docs = doc(&format!(
        "Starts the job and waits until it is done.\n\nTo wait for it elsewhere, keep its ID and \
         call [`Client::{}`].",
        job.wait_method
    ));
    quote! {
        #docs
        pub fn wait(self) -> Wait<#status, #error> {
            let client = Client(self.0.client().clone());
            self.0.wait(
                &#descriptor,
                #decode_start,
                #decode_error,
                move |job_id| #ask,
                #decode_status,
            )
        }
    }
}

/// The static that describes the job to the runtime, and `wait_…` of the client.
pub(crate) fn items(operation: &Operation, job: &Job) -> TokenStream {
    let start = ty(&operation.success.ty, Room::Crate);
    let status = ty(&job.status_type, Room::Crate);
    let error = ty(&job.error_type, Room::Crate);
    let descriptor = job_name(operation);
    let id = reach_text(&quote!(started), &job.id);
    let always = is_always_there(&job.state);
    let state = if always {
        let state = place(&quote!(status), &job.state);
        quote!(&#state)
    } else {
        reach(&quote!(status), &job.state, Last::Borrowed)
    };
    let state_type = ident(&job.state_type);
    let variants = |names: &[String]| {
        let names = names.iter().map(|name| ident(name));
        if always {
            quote!(#(types::#state_type::#names)|*)
        } else {
            quote!(#(Some(types::#state_type::#names))|*)
        }
    };
    let done = variants(&job.done);
    let failed = (!job.failed.is_empty()).then(|| {
        let failed = variants(&job.failed);
        quote! { #failed => JobState::Failed, }
    });
    let (result_status, result) = match &job.result {
        Some((access, is_text)) => {
            let there = reach(&quote!(status), access, Last::Borrowed);
            let test = if *is_text {
                quote!(is_some_and(|result| !result.is_empty()))
            } else {
                quote!(is_some())
            };
            (quote!(status), quote!(#there.#test))
        }
        None => (quote!(_), quote!(true)),
    };
    let wait = ident(&job.wait_method);
    let ask = ask(job);
    let decode_status = decoder(&job.poll_success);
    let decode_error = decoder(&job.poll_error);
    let docs = doc(&format!(
        "Waits for a job that [`{}`](Self::{}) has started, perhaps elsewhere.",
        operation.method_name, operation.method_name
    ));
    quote! {
        static #descriptor: Job<#start, #status> = Job {
            id: |started| #id,
            state: |status| match #state {
                #done => JobState::Done,
                #failed
                _ => JobState::Running,
            },
            result: |#result_status| #result,
        };

        impl Client {
            #docs
            pub fn #wait(&self, job_id: &str) -> Wait<#status, #error> {
                let client = self.clone();
                Wait::resume(
                    &#descriptor,
                    job_id,
                    move |job_id| #ask,
                    #decode_status,
                    #decode_error,
                )
            }
        }
    }
}

/// The request that asks for the state. The ID goes out as the server wrote it, also where the
/// method for users takes a UUID.
fn ask(job: &Job) -> TokenStream {
    let poll = ident(&job.poll_method);
    match &job.poll_parameter {
        Some(name) => quote!(client.#poll(uuid::Uuid::nil()).0.path(#name, job_id)),
        None => quote!(client.#poll(job_id).0),
    }
}

fn job_name(operation: &Operation) -> proc_macro2::Ident {
    format_ident!("{}_JOB", operation.descriptor)
}
