//! Execution nodes of our own: one implementation of [`ExecutionPlan`] around a function from streams to a stream.

use std::any::Any;
use std::fmt;
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use datafusion_common::Result;
use datafusion_common::tree_node::TreeNodeRecursion;
use datafusion_execution::{SendableRecordBatchStream, TaskContext};
use datafusion_physical_expr::{EquivalenceProperties, PhysicalExpr};
use datafusion_physical_plan::execution_plan::{Boundedness, EmissionType};
use datafusion_physical_plan::stream::RecordBatchStreamAdapter;
use datafusion_physical_plan::{
    DisplayAs, DisplayFormatType, ExecutionPlan, Partitioning, PlanProperties, ReplaceChildrenOptions,
};
use futures::StreamExt;

/// What a node of ours does with the rows of its inputs. Every plan of ours has one partition.
pub(crate) trait Work: Any + fmt::Debug + Send + Sync {
    /// The node's name in printed plans.
    fn name(&self) -> &'static str;

    /// Opens the stream of results.
    fn open(
        &self,
        inputs: Vec<SendableRecordBatchStream>,
        schema: SchemaRef,
        context: &Arc<TaskContext>,
    ) -> Result<SendableRecordBatchStream>;
}

/// A node of our own in `DataFusion`'s plan.
#[derive(Debug)]
pub(crate) struct WorkExec {
    inputs: Vec<Arc<dyn ExecutionPlan>>,
    work: Arc<dyn Work>,
    properties: Arc<PlanProperties>,
}

impl WorkExec {
    /// A node with this result schema.
    pub(crate) fn plan(
        inputs: Vec<Arc<dyn ExecutionPlan>>,
        schema: SchemaRef,
        work: Arc<dyn Work>,
    ) -> Arc<dyn ExecutionPlan> {
        let properties = PlanProperties::new(
            EquivalenceProperties::new(schema),
            Partitioning::UnknownPartitioning(1),
            EmissionType::Incremental,
            Boundedness::Bounded,
        );
        Arc::new(Self { inputs, work, properties: Arc::new(properties) })
    }
}

/// All work of type `W` in a plan.
pub(crate) fn find<W: Work>(plan: &Arc<dyn ExecutionPlan>) -> Vec<&W> {
    let mut found = Vec::new();
    let mut open = vec![plan];
    while let Some(plan) = open.pop() {
        let any: &dyn Any = plan.as_ref();
        if let Some(node) = any.downcast_ref::<WorkExec>() {
            let any: &dyn Any = node.work.as_ref();
            found.extend(any.downcast_ref::<W>());
        }
        open.extend(plan.children());
    }
    found
}

impl DisplayAs for WorkExec {
    fn fmt_as(&self, _: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.work.name())
    }
}

impl ExecutionPlan for WorkExec {
    fn name(&self) -> &str {
        self.work.name()
    }

    fn properties(&self) -> &Arc<PlanProperties> {
        &self.properties
    }

    fn children(&self) -> Vec<&Arc<dyn ExecutionPlan>> {
        self.inputs.iter().collect()
    }

    fn apply_expressions(
        &self,
        _: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> Result<TreeNodeRecursion>,
    ) -> Result<TreeNodeRecursion> {
        Ok(TreeNodeRecursion::Continue)
    }

    fn replace_children(
        self: Arc<Self>,
        children: Vec<Arc<dyn ExecutionPlan>>,
        _: ReplaceChildrenOptions,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        Ok(Arc::new(Self { inputs: children, work: Arc::clone(&self.work), properties: Arc::clone(&self.properties) }))
    }

    fn with_new_children(self: Arc<Self>, children: Vec<Arc<dyn ExecutionPlan>>) -> Result<Arc<dyn ExecutionPlan>> {
        self.replace_children(
            children,
            ReplaceChildrenOptions::new(datafusion_physical_plan::ChildrenPropertiesMode::Recompute),
        )
    }

    fn execute(&self, _: usize, context: Arc<TaskContext>) -> Result<SendableRecordBatchStream> {
        let mut inputs = Vec::with_capacity(self.inputs.len());
        for input in &self.inputs {
            inputs.push(input.execute(0, Arc::clone(&context))?);
        }
        self.work.open(inputs, self.schema(), &context)
    }
}

/// Work that makes one batch of each batch of its one input.
pub(crate) trait BatchWork: fmt::Debug + Send + Sync + 'static {
    /// The node's name in printed plans.
    fn name(&self) -> &'static str;

    /// Makes the rows.
    fn map(&self, batch: &RecordBatch, schema: &SchemaRef) -> Result<RecordBatch>;
}

/// Turns batch-wise work into a node.
#[derive(Debug)]
pub(crate) struct EachBatch<W>(pub(crate) Arc<W>);

impl<W: BatchWork> Work for EachBatch<W> {
    fn name(&self) -> &'static str {
        self.0.name()
    }

    fn open(
        &self,
        inputs: Vec<SendableRecordBatchStream>,
        schema: SchemaRef,
        _: &Arc<TaskContext>,
    ) -> Result<SendableRecordBatchStream> {
        let work = Arc::clone(&self.0);
        let result = Arc::clone(&schema);
        let streams = futures::stream::iter(inputs).flatten();
        let mapped = streams.map(move |batch| work.map(&batch?, &result));
        Ok(Box::pin(RecordBatchStreamAdapter::new(schema, mapped)))
    }
}
