//! Seeds: CSV files of the project, typed as dbt types them.

/// The type of a seed's column, inferred from its values or declared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SeedType {
    /// Whole numbers.
    Integer,
    /// Numbers with a point.
    Decimal,
    /// `true` and `false`.
    Boolean,
    /// `2024-12-31`.
    Date,
    /// `2024-12-31T23:59:59`.
    Timestamp,
    /// Anything else.
    Text,
    /// The SQL type that `column_types` names.
    Declared(String),
}

/// A column of a seed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeedColumn {
    /// Its name.
    pub name: String,
    /// Its type.
    pub seed_type: SeedType,
    /// One value per row, as text that a cast to the type reads; `None` is NULL.
    pub values: Vec<Option<String>>,
}

/// The rows of a seed, by column.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SeedTable {
    /// The columns, in the order of the file.
    pub columns: Vec<SeedColumn>,
    /// The number of rows.
    pub num_rows: usize,
}
