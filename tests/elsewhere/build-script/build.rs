//! Makes the client of `specs/petstore.yaml`.

use specwright::{Codegen, build};

fn main() -> Result<(), build::BuildError> {
    build::module(&Codegen {
        lock: Some("specs/petstore.lock".into()),
        ..Codegen::new("specs/petstore.yaml", "petstore")
    })
}
