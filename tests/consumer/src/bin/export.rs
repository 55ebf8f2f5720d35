//! Asks who is connected, then exports all of it to standard output.

use std::io::Write as _;

use futures::TryStreamExt;
use prisma_access_insights::Client;
use prisma_access_insights::types::{
    DataResourceQuery, QueryDefinition, QueryProperties, ResourceName, TimeRange, TimeRangeLast,
    TimeRangeLastUnits, TimeRangeType,
};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::from_env()?;
    let last_day = TimeRange::new(TimeRangeType::Relative).with_last(
        TimeRangeLast::new()
            .with_units(TimeRangeLastUnits::Days)
            .with_value(1),
    );
    let properties = QueryProperties::new().with_time_range(last_day);
    let query =
        DataResourceQuery::new().with_query(QueryDefinition::new().with_properties(properties));

    let answer = client
        .query_data_resource(ResourceName::ConnectedUsers, &query)
        .await?
        .into_inner();
    let rows = answer.data.unwrap_or_default();
    let count = answer.count.unwrap_or_default();
    if usize::try_from(count).is_ok_and(|count| count > rows.len()) {
        eprintln!("{} rows of {count}: exporting all", rows.len());
    }

    let done = client
        .export_data_resource(ResourceName::ConnectedUsers, &query)
        .wait()
        .await?;
    let url = done.download_url.unwrap_or_default();
    let mut chunks = client.download(&url).await?.into_inner();
    while let Some(chunk) = chunks.try_next().await? {
        std::io::stdout().write_all(&chunk)?;
    }
    Ok(())
}
