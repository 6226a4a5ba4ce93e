//! Leaves out files that cannot hold a row that a filter lets through.
//!
//! What is known of a file is what its manifest says: bounds, NULL and NaN counts, and partition
//! values. Bounds of the source column serve for every partition transform that keeps order;
//! buckets are looked up by hashing the values that the filter asks for.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, BooleanArray, UInt64Array};
use arrow::compute::nullif;
use arrow::datatypes::{DataType, Int32Type, Schema, SchemaRef};
use cauri_lake::spec::{Literal, PrimitiveLiteral, Transform};
use cauri_lake::{Bounds, ScanFile, Table, bounds};
use datafusion::catalog::Session;
use datafusion::common::pruning::PruningStatistics;
use datafusion::common::{Column, DFSchema, ScalarValue};
use datafusion::error::{DataFusionError, Result};
use datafusion::logical_expr::Expr;
use datafusion::logical_expr::utils::conjunction;
use datafusion::physical_optimizer::pruning::PruningPredicateBuilder;

/// The files of a table with the bounds of some of its columns.
pub(super) struct Bounded<'a> {
    table: &'a Table,
    files: &'a [ScanFile],
    schema: SchemaRef,
    ids: &'a [i32],
    bounds: HashMap<usize, Bounds>,
    /// Whether a column in use may hold NaN somewhere.
    may_hold_nan: bool,
}

impl<'a> Bounded<'a> {
    /// Reads the bounds of the columns of `schema`, whose field ids are `ids`.
    pub(super) fn new(table: &'a Table, files: &'a [ScanFile], schema: &SchemaRef, ids: &'a [i32]) -> Result<Self> {
        let mut known = HashMap::with_capacity(ids.len());
        let mut may_hold_nan = false;
        for (at, (id, field)) in ids.iter().zip(schema.fields()).enumerate() {
            if field.data_type().is_nested() {
                continue;
            }
            let mut of_column = bounds(table, files, *id, field.data_type())
                .map_err(|cause| DataFusionError::External(Box::new(cause)))?;
            if field.data_type().is_floating() {
                let unsafe_files: BooleanArray =
                    files.iter().map(|file| Some(!is_nan_free(table, file, *id))).collect();
                may_hold_nan |= unsafe_files.true_count() > 0;
                of_column.lower = nullif(&of_column.lower, &unsafe_files)?;
                of_column.upper = nullif(&of_column.upper, &unsafe_files)?;
            }
            known.insert(at, of_column);
        }
        Ok(Self { table, files, schema: Arc::clone(schema), ids, bounds: known, may_hold_nan })
    }

    /// The files.
    pub(super) fn files(&self) -> &[ScanFile] {
        self.files
    }

    /// The bounds of the column at a position, when they were read.
    pub(super) fn bounds(&self, at: usize) -> Option<&Bounds> {
        self.bounds.get(&at)
    }

    /// Whether a column in use may hold NaN, so that bounds say nothing of `>` and `<`.
    pub(super) fn may_hold_nan(&self) -> bool {
        self.may_hold_nan
    }

    /// The positions of the files that may hold a row for which all filters are true.
    pub(super) fn prune(&self, state: &dyn Session, filters: &[Expr]) -> Result<Vec<usize>> {
        let all = || (0..self.files.len()).collect();
        let Some(filter) = conjunction(filters.iter().cloned()) else { return Ok(all()) };
        let schema = DFSchema::try_from(Schema::clone(&self.schema))?;
        let filter = state.create_physical_expr(filter, &schema)?;
        let builder = PruningPredicateBuilder::new().with_file_schema(Arc::clone(&self.schema));
        let Ok(predicate) = builder.try_build(filter) else {
            // An expression that cannot be turned into one over bounds excludes nothing.
            return Ok(all());
        };
        if predicate.always_true() {
            return Ok(all());
        }
        let keep = predicate.prune(self)?;
        Ok(keep.into_iter().enumerate().filter(|(_, keep)| *keep).map(|(at, _)| at).collect())
    }

    fn of(&self, column: &Column) -> Option<&Bounds> {
        self.bounds.get(&self.schema.index_of(&column.name).ok()?)
    }

    /// The bucket count of the partition field over a column, by spec id.
    fn buckets(&self, field_id: i32) -> HashMap<i32, (usize, u32)> {
        let specs = self.table.metadata().partition_specs_iter();
        let found = specs.filter_map(|spec| {
            let mut fields = spec.fields().iter().enumerate();
            fields.find_map(|(at, field)| match field.transform {
                Transform::Bucket(count) if field.source_id == field_id => Some((spec.spec_id(), (at, count))),
                _ => None,
            })
        });
        found.collect()
    }
}

/// Whether a file is known to hold no NaN in a column: it says so, or it does not have the column.
fn is_nan_free(table: &Table, file: &ScanFile, field_id: i32) -> bool {
    if file.data_file.nan_value_counts().get(&field_id) == Some(&0) {
        return true;
    }
    let schema = table.metadata().schema_by_id(file.schema_id);
    schema.is_some_and(|schema| schema.field_by_id(field_id).is_none())
}

impl PruningStatistics for Bounded<'_> {
    fn min_values(&self, column: &Column) -> Option<ArrayRef> {
        self.of(column).map(|bounds| Arc::clone(&bounds.lower))
    }

    fn max_values(&self, column: &Column) -> Option<ArrayRef> {
        self.of(column).map(|bounds| Arc::clone(&bounds.upper))
    }

    fn num_containers(&self) -> usize {
        self.files.len()
    }

    fn null_counts(&self, column: &Column) -> Option<ArrayRef> {
        self.of(column).map(|bounds| Arc::new(bounds.null_counts.clone()) as ArrayRef)
    }

    fn row_counts(&self) -> Option<ArrayRef> {
        let counts: UInt64Array = self.files.iter().map(|file| Some(file.num_rows)).collect();
        Some(Arc::new(counts))
    }

    /// A file of another bucket than those of the values holds none of them.
    fn contained(&self, column: &Column, values: &HashSet<ScalarValue>) -> Option<BooleanArray> {
        let at = self.schema.index_of(&column.name).ok()?;
        let buckets = self.buckets(*self.ids.get(at)?);
        if buckets.is_empty() {
            return None;
        }
        let kind = self.schema.fields().get(at)?.data_type();
        let mut numbers: HashMap<u32, Option<HashSet<i32>>> = HashMap::new();
        for (_, count) in buckets.values() {
            numbers.entry(*count).or_insert_with(|| bucket_numbers(values, kind, *count));
        }
        let of_file = |file: &ScanFile| -> Option<bool> {
            let (place, count) = buckets.get(&file.spec_id)?;
            let wanted = numbers.get(count)?.as_ref()?;
            match file.partition.fields().get(*place)? {
                Some(Literal::Primitive(PrimitiveLiteral::Int(bucket))) if !wanted.contains(bucket) => Some(false),
                _ => None,
            }
        };
        Some(self.files.iter().map(of_file).collect())
    }
}

/// The buckets that the values fall into; `None` when one of them cannot be hashed.
fn bucket_numbers(values: &HashSet<ScalarValue>, kind: &DataType, count: u32) -> Option<HashSet<i32>> {
    let cast: Option<Vec<ScalarValue>> = values.iter().map(|value| value.cast_to(kind).ok()).collect();
    let array = ScalarValue::iter_to_array(cast?).ok()?;
    let hashed = cauri_lake::apply_transform(Transform::Bucket(count), &array).ok()?;
    let numbers = hashed.as_primitive_opt::<Int32Type>()?;
    (numbers.null_count() == 0).then(|| numbers.values().iter().copied().collect())
}
