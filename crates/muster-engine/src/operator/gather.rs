//! All rows of an input at once, for what cannot be done batch by batch.

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use datafusion_common::Result;
use datafusion_execution::SendableRecordBatchStream;
use futures::StreamExt;

/// All rows of the streams as one batch.
pub(crate) async fn gather(inputs: Vec<SendableRecordBatchStream>, schema: &SchemaRef) -> Result<RecordBatch> {
    let mut rows = futures::stream::iter(inputs).flatten();
    let mut batches = Vec::new();
    while let Some(batch) = rows.next().await {
        batches.push(batch?);
    }
    Ok(arrow_select::concat::concat_batches(schema, &batches)?)
}
