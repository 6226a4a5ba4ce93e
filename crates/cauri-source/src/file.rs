//! The kind `file`: files and objects that a glob names.

use crate::error::Problem;
use crate::{Source, SourceContext, SourceDeclaration, SourceError};

pub(crate) fn open(declaration: &SourceDeclaration, _context: &SourceContext) -> Result<Box<dyn Source>, SourceError> {
    let problem = Problem::new("no format can be read yet", "aucun format ne peut encore être lu");
    Err(SourceError::parameter(&declaration.name, "format", problem))
}
