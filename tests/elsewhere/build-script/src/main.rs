//! Prints who is for sale, at the store that `PETSTORE_BASE_URL` names.

mod petstore {
    include!(concat!(env!("OUT_DIR"), "/petstore.rs"));
}

use petstore::Client;
use petstore::types::PetStatus;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::from_env()?;
    let pets = client.list_pets().status(PetStatus::Available).await?;
    for pet in pets.into_inner() {
        println!("{}: {}, since {}", pet.id, pet.name, pet.since);
    }
    Ok(())
}
