//! Prints who is for sale, at the store that `PETSTORE_BASE_URL` names.

use petstore::types::PetStatus;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = petstore::Client::from_env()?;
    let pets = client.list_pets().status(PetStatus::Available).await?;
    for pet in pets.into_inner() {
        println!("{}: {}", pet.id, pet.name);
    }
    Ok(())
}
