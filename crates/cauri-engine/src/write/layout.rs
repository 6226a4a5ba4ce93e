//! How a plan's rows are spread over streams and sorted inside them before they are written.

use std::sync::Arc;

use arrow::compute::SortOptions;
use arrow::datatypes::{DataType, Schema};
use cauri_lake::WriteTarget;
use cauri_lake::spec::{NullOrder, SortDirection, TableMetadata, Transform};
use datafusion::error::Result;
use datafusion::execution::session_state::SessionState;
use datafusion::logical_expr::{
    ColumnarValue, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, TypeSignature, Volatility,
};
use datafusion::physical_expr::expressions::Column;
use datafusion::physical_expr::{LexOrdering, PhysicalExpr, PhysicalSortExpr, ScalarFunctionExpr};
use datafusion::physical_plan::repartition::RepartitionExec;
use datafusion::physical_plan::sorts::sort::SortExec;
use datafusion::physical_plan::{ExecutionPlan, ExecutionPlanProperties, Partitioning};

/// One column of a table's order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SortKey {
    /// Its name.
    pub(crate) column: String,
    /// Direction and place of NULLs.
    pub(crate) options: SortOptions,
}

impl SortKey {
    /// The order of a table, and its id; `None` when it has none, or one that is not of columns.
    pub(crate) fn of_table(metadata: &TableMetadata) -> Option<(i32, Vec<Self>)> {
        let order = metadata.default_sort_order();
        let schema = metadata.current_schema();
        let keys: Option<Vec<Self>> = order
            .fields
            .iter()
            .map(|field| {
                let column = schema.as_struct().field_by_id(field.source_id)?;
                (field.transform == Transform::Identity).then(|| Self {
                    column: column.name.clone(),
                    options: SortOptions {
                        descending: field.direction == SortDirection::Descending,
                        nulls_first: field.null_order == NullOrder::First,
                    },
                })
            })
            .collect();
        let id = i32::try_from(order.order_id).ok()?;
        keys.filter(|keys| !keys.is_empty()).map(|keys| (id, keys))
    }
}

/// A plan ready to be written.
pub(super) struct LaidOut {
    pub(super) plan: Arc<dyn ExecutionPlan>,
    /// How its rows are sorted in each stream.
    pub(super) ordering: Option<LexOrdering>,
}

/// Spreads the rows by partition and sorts them by partition and key.
pub(super) fn lay_out(
    state: &SessionState,
    plan: Arc<dyn ExecutionPlan>,
    target: &WriteTarget,
    keys: &[SortKey],
) -> Result<LaidOut> {
    let schema = plan.schema();
    let parts = partition_values(state, &schema, target)?;
    let mut plan = plan;
    let num_streams = plan.output_partitioning().partition_count();
    if !parts.is_empty() && num_streams > 1 {
        plan = Arc::new(RepartitionExec::try_new(plan, Partitioning::Hash(parts.clone(), num_streams))?);
    }
    let by_part = parts.into_iter().map(|expr| PhysicalSortExpr::new(expr, SortOptions::default()));
    let by_key = keys.iter().filter_map(|key| {
        let at = schema.index_of(&key.column).ok()?;
        Some(PhysicalSortExpr::new(Arc::new(Column::new(&key.column, at)), key.options))
    });
    let ordering = LexOrdering::new(by_part.chain(by_key).collect::<Vec<_>>());
    if let Some(ordering) = &ordering {
        plan = Arc::new(SortExec::new(ordering.clone(), plan).with_preserve_partitioning(true));
    }
    Ok(LaidOut { plan, ordering })
}

/// The partition values of a row, as expressions over the plan's columns.
fn partition_values(state: &SessionState, schema: &Schema, target: &WriteTarget) -> Result<Vec<Arc<dyn PhysicalExpr>>> {
    let mut values: Vec<Arc<dyn PhysicalExpr>> = Vec::new();
    for field in target.partition_spec().fields() {
        let Some(source) = target.schema().as_struct().field_by_id(field.source_id) else { continue };
        let Ok(at) = schema.index_of(&source.name) else { continue };
        let column: Arc<dyn PhysicalExpr> = Arc::new(Column::new(&source.name, at));
        let is_target_type =
            target.arrow_schema().field_with_name(&source.name)?.data_type() == schema.field(at).data_type();
        match field.transform {
            Transform::Void | Transform::Unknown => {}
            Transform::Identity => values.push(column),
            transform if is_target_type => {
                let function = Arc::new(ScalarUDF::from(PartitionValue::new(transform)));
                let options = Arc::clone(state.config_options());
                values.push(Arc::new(ScalarFunctionExpr::try_new(function, vec![column], schema, options)?));
            }
            _ => values.push(column),
        }
    }
    Ok(values)
}

/// A partition transform as a function; it has no name in SQL.
#[derive(Debug, PartialEq, Eq, Hash)]
struct PartitionValue {
    transform: Transform,
    signature: Signature,
}

impl PartitionValue {
    fn new(transform: Transform) -> Self {
        Self { transform, signature: Signature::new(TypeSignature::Any(1), Volatility::Immutable) }
    }
}

impl ScalarUDFImpl for PartitionValue {
    fn name(&self) -> &'static str {
        "__cauri_partition"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, arguments: &[DataType]) -> Result<DataType> {
        Ok(match self.transform {
            Transform::Truncate(_) | Transform::Identity => arguments.first().cloned().unwrap_or(DataType::Null),
            _ => DataType::Int32,
        })
    }

    fn invoke_with_args(&self, arguments: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let arrays = ColumnarValue::values_to_arrays(&arguments.args)?;
        let Some(column) = arrays.first() else {
            return datafusion::common::internal_err!("a partition transform takes one column");
        };
        let values = cauri_lake::apply_transform(self.transform, column)
            .map_err(|cause| datafusion::error::DataFusionError::External(Box::new(cause)))?;
        Ok(ColumnarValue::Array(values))
    }
}
