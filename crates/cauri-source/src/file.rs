//! The kind `file`: files and objects that a path or a glob names, in one of the formats.

mod find;
mod vintage;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::datatypes::{Schema, SchemaRef};
use async_trait::async_trait;
use futures::{StreamExt, TryStreamExt};
use object_store::ObjectStoreExt;
use object_store::path::Path as ObjectPath;
use tokio::io::AsyncReadExt;
use url::Url;

use crate::column::Column;
use crate::error::{Problem, SourceError};
use crate::fields::{Fields, KeyError};
use crate::format::csv::CsvFormat;
use crate::format::json::JsonFormat;
use crate::format::parquet::ParquetFormat;
use crate::layout::LayoutFormat;
use crate::{ByteStream, Input, Landed, Reading, Source, SourceContext, SourceDeclaration};
use find::Pattern;
use vintage::Vintage;

/// Keys of a declaration that other crates read.
const OTHER_KEYS: &[&str] =
    &["name", "kind", "description", "meta", "tags", "config", "docs", "freshness", "max_quarantined", "enabled"];

/// How many bytes are read from a local file at a time for landing.
const FETCH_BYTES: usize = 1 << 20;

/// Files and objects.
#[derive(Debug)]
struct FileSource {
    name: String,
    base_dir: PathBuf,
    patterns: Vec<Pattern>,
    exclude: Vec<Pattern>,
    optional: bool,
    vintage: Option<Vintage>,
    format: Format,
    context: SourceContext,
}

enum Format {
    Csv(Box<CsvFormat>),
    Json(Box<JsonFormat>),
    Parquet(ParquetFormat),
    Layout(Box<LayoutFormat>),
}

impl std::fmt::Debug for Format {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Csv(_) => "Csv",
            Self::Json(_) => "Json",
            Self::Parquet(_) => "Parquet",
            Self::Layout(_) => "Layout",
        })
    }
}

/// Checks a declaration of the kind `file`.
pub(crate) fn open(declaration: &SourceDeclaration, context: &SourceContext) -> Result<Box<dyn Source>, SourceError> {
    let wrong = |error: KeyError| SourceError::parameter(&declaration.name, error.key, error.problem);
    let fields = Fields::of(&declaration.parameters, "").map_err(wrong)?;
    let format = Format::parse(declaration, &fields)?;
    let patterns = parse_patterns(&fields, "path").map_err(wrong)?;
    if patterns.is_empty() {
        let problem = Problem::new("is missing", "manque");
        return Err(SourceError::parameter(&declaration.name, "path", problem));
    }
    let source = FileSource {
        name: declaration.name.clone(),
        base_dir: declaration.base_dir.clone(),
        patterns,
        exclude: parse_patterns(&fields, "exclude").map_err(wrong)?,
        optional: fields.flag("optional", false).map_err(wrong)?,
        vintage: Vintage::parse(&fields).map_err(wrong)?,
        format,
        context: context.clone(),
    };
    fields.finish(OTHER_KEYS).map_err(wrong)?;
    source.check_vintage_column()?;
    Ok(Box::new(source))
}

fn parse_patterns(fields: &Fields<'_>, key: &'static str) -> Result<Vec<Pattern>, KeyError> {
    fields
        .texts(key)?
        .iter()
        .map(|text| Pattern::parse(text).map_err(|detail| fields.wrong(key, detail.en, detail.fr)))
        .collect()
}

impl Format {
    fn parse(declaration: &SourceDeclaration, fields: &Fields<'_>) -> Result<Self, SourceError> {
        let wrong = |error: KeyError| SourceError::parameter(&declaration.name, error.key, error.problem);
        let kinds = [("csv", 0), ("json", 1), ("jsonl", 2), ("parquet", 3), ("layout", 4)];
        let kind = fields.choice("format", &kinds).map_err(wrong)?;
        let kind = kind.or_else(|| fields.value("layout").map(|_| 4)).unwrap_or(0);
        Ok(match kind {
            1 | 2 => Self::Json(Box::new(JsonFormat::parse(fields, kind == 2).map_err(wrong)?)),
            3 => Self::Parquet(ParquetFormat::parse(fields).map_err(wrong)?),
            4 => Self::Layout(Box::new(LayoutFormat::load(declaration, fields)?)),
            _ => Self::Csv(Box::new(CsvFormat::parse(fields).map_err(wrong)?)),
        })
    }

    fn declared(&self) -> &[Column] {
        match self {
            Self::Csv(format) => format.declared(),
            Self::Json(format) => format.declared(),
            Self::Parquet(format) => format.declared(),
            Self::Layout(format) => format.declared(),
        }
    }
}

impl FileSource {
    /// A vintage taken from a column needs that column, as a date.
    fn check_vintage_column(&self) -> Result<(), SourceError> {
        let Some(Vintage::Column(name)) = &self.vintage else { return Ok(()) };
        let declared = self.format.declared();
        if declared.iter().any(|column| column.name == *name && column.column_type == crate::column::ColumnType::Date) {
            return Ok(());
        }
        Err(SourceError::parameter(
            &self.name,
            "vintage.column",
            Problem::new(
                format!("column \"{name}\" is not declared as a date"),
                format!("la colonne « {name} » n'est pas déclarée comme date"),
            ),
        ))
    }

    fn input(&self, uri: String, size_bytes: u64) -> Result<Input, SourceError> {
        let vintage = match &self.vintage {
            Some(vintage) => vintage.of(&uri)?,
            None => None,
        };
        Ok(Input { uri, size_bytes, vintage })
    }

    fn store(&self, uri: &str) -> Result<(Arc<dyn object_store::ObjectStore>, Url), SourceError> {
        let url = Url::parse(uri).map_err(|cause| SourceError::Store { uri: uri.to_owned(), cause: cause.into() })?;
        let store =
            self.context.stores.store(&url).map_err(|cause| SourceError::Store { uri: uri.to_owned(), cause })?;
        Ok((store, url))
    }

    async fn list(&self, pattern: &Pattern) -> Result<Vec<(String, u64)>, SourceError> {
        if !pattern.is_remote() {
            let (pattern, base_dir) = (pattern.clone(), self.base_dir.clone());
            let uri = pattern.text().to_owned();
            return tokio::task::spawn_blocking(move || pattern.list_local(&base_dir))
                .await
                .map_err(|cause| SourceError::internal(&uri, cause))?;
        }
        let (store, _) = self.store(pattern.bucket())?;
        let prefix = ObjectPath::from(pattern.fixed_prefix());
        let failed =
            |cause: object_store::Error| SourceError::Store { uri: pattern.text().to_owned(), cause: cause.into() };
        let found: Vec<_> = store.list(Some(&prefix)).try_collect().await.map_err(failed)?;
        let mut inputs = Vec::new();
        for object in found {
            let key = object.location.as_ref();
            if pattern.matches(key) {
                inputs.push((format!("{}{key}", pattern.bucket()), object.size));
            }
        }
        // A prefix that is itself an object is not listed under itself.
        if inputs.is_empty()
            && pattern.is_exact()
            && let Ok(object) = store.head(&prefix).await
        {
            inputs.push((pattern.text().to_owned(), object.size));
        }
        Ok(inputs)
    }

    fn is_excluded(&self, uri: &str) -> bool {
        self.exclude.iter().any(|pattern| pattern.matches_uri(uri))
    }
}

#[async_trait]
impl Source for FileSource {
    fn schema(&self) -> Option<SchemaRef> {
        let declared = self.format.declared();
        let fields = declared.iter().map(Column::field).collect::<Vec<_>>();
        (!declared.is_empty()).then(|| Arc::new(Schema::new(fields)))
    }

    async fn inputs(&self) -> Result<Vec<Input>, SourceError> {
        let mut inputs = Vec::new();
        for pattern in &self.patterns {
            let found = self.list(pattern).await?;
            if found.is_empty() && !self.optional {
                let pattern = pattern.text().to_owned();
                return Err(SourceError::NoInput { stream: self.name.clone(), pattern });
            }
            for (uri, size_bytes) in found {
                if !self.is_excluded(&uri) {
                    inputs.push(self.input(uri, size_bytes)?);
                }
            }
        }
        inputs.sort_by(|a, b| a.uri.cmp(&b.uri));
        inputs.dedup_by(|a, b| a.uri == b.uri);
        Ok(inputs)
    }

    async fn fetch(&self, input: &Input) -> Result<ByteStream, SourceError> {
        let uri: Arc<str> = input.uri.as_str().into();
        if find::is_remote(&input.uri) {
            let (store, url) = self.store(&input.uri)?;
            let failed =
                move |cause: object_store::Error| SourceError::Store { uri: uri.to_string(), cause: cause.into() };
            let path = ObjectPath::from_url_path(url.path())
                .map_err(|cause| SourceError::Store { uri: input.uri.clone(), cause: cause.into() })?;
            let object = store.get(&path).await.map_err(failed.clone())?;
            return Ok(object.into_stream().map_err(failed).boxed());
        }
        let path = self.local_path(&input.uri);
        let file = tokio::fs::File::open(path).await.map_err(|cause| SourceError::unreadable(&uri, cause))?;
        let stream = futures::stream::try_unfold((file, uri), |(mut file, uri)| async move {
            let mut buffer = bytes::BytesMut::with_capacity(FETCH_BYTES);
            let num_read = file.read_buf(&mut buffer).await.map_err(|cause| SourceError::unreadable(&uri, cause))?;
            Ok((num_read > 0).then(|| (buffer.freeze(), (file, uri))))
        });
        Ok(stream.boxed())
    }

    async fn read(&self, input: &Input, landed: &Landed) -> Result<Reading, SourceError> {
        let num_threads = self.context.num_threads;
        match &self.format {
            Format::Csv(format) => format.read(&input.uri, landed, num_threads).await,
            Format::Json(format) => format.read(&input.uri, landed, num_threads).await,
            Format::Parquet(format) => format.read(&input.uri, landed).await,
            Format::Layout(format) => format.read(&input.uri, landed).await,
        }
    }
}

impl FileSource {
    fn local_path(&self, uri: &str) -> PathBuf {
        self.base_dir.join(Path::new(uri))
    }
}

#[cfg(test)]
mod tests;
