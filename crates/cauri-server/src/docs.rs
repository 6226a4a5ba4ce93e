//! The server of `cauri docs serve`: the page and the artifacts of one project.
//!
//! It answers for the paths in [`ARTIFACTS`] and for the page, and for nothing else. When it
//! listens on loopback it answers only who calls it by a loopback name, so that no page of the
//! web can read a project through a name of its own that leads here.

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::UNIX_EPOCH;

use tokio::net::{TcpListener, TcpStream};

use crate::error::ServerError;
use crate::http::{self, Request, Response, Unread};
use crate::page;

/// The files that are served: the path of each is its name in the folder.
const ARTIFACTS: [&str; 6] =
    ["manifest.json", "catalog.json", "lineage.json", "run_results.json", "sources.json", "semantic_manifest.json"];

/// Serves the documentation of one project.
#[derive(Debug)]
pub struct DocsServer {
    listener: TcpListener,
    address: SocketAddr,
    site: Arc<Site>,
}

#[derive(Debug)]
struct Site {
    folder: PathBuf,
    page: String,
    is_loopback: bool,
}

impl DocsServer {
    /// Listens for browsers. `folder` is that of the artifacts, `target/`.
    ///
    /// # Errors
    ///
    /// [`ServerError::NoManifest`], [`ServerError::Listen`].
    pub async fn bind(folder: &Path, host: &str, port: u16) -> Result<Self, ServerError> {
        if !folder.join("manifest.json").is_file() {
            return Err(ServerError::NoManifest { folder: folder.to_owned() });
        }
        let failed = |cause| ServerError::Listen { host: host.to_owned(), port, cause };
        let listener = TcpListener::bind((host, port)).await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let is_loopback = address.ip().is_loopback();
        let site = Site { folder: folder.to_owned(), page: page::html(), is_loopback };
        Ok(Self { listener, address, site: Arc::new(site) })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers until `stopped` completes.
    pub async fn run(self, stopped: impl Future<Output = ()>) {
        tokio::pin!(stopped);
        loop {
            tokio::select! {
                () = &mut stopped => return,
                accepted = self.listener.accept() => match accepted {
                    Ok((stream, _)) => {
                        tokio::spawn(answer(Arc::clone(&self.site), stream));
                    }
                    Err(error) => {
                        tracing::debug!(%error, "a connection could not be accepted");
                        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
                    }
                },
            }
        }
    }
}

async fn answer(site: Arc<Site>, mut stream: TcpStream) {
    let (response, head_only) = match http::read(&mut stream).await {
        Ok(request) => (site.respond(&request), request.method == "HEAD"),
        Err(Unread::Gone) => return,
        Err(Unread::Malformed) => (Response::text(400, "this is no HTTP request\n"), false),
        Err(Unread::TooLong) => (Response::text(431, "the request is too long\n"), false),
    };
    if let Err(error) = http::write(&mut stream, &response, head_only).await {
        tracing::debug!(%error, "a client went away");
    }
}

impl Site {
    fn respond(&self, request: &Request) -> Response {
        if self.is_loopback && !request.host.as_deref().is_none_or(is_loopback_name) {
            return Response::text(403, "this server answers only as localhost\n");
        }
        if !matches!(request.method.as_str(), "GET" | "HEAD") {
            return Response::text(405, "only GET and HEAD\n");
        }
        let name = request.path.trim_start_matches('/');
        if matches!(name, "" | "index.html") {
            let body = self.page.clone().into_bytes();
            return Response { status: 200, content_type: "text/html; charset=utf-8", body, etag: None };
        }
        match ARTIFACTS.into_iter().find(|known| *known == name) {
            Some(known) => self.artifact(known, request.known.as_deref()),
            None => Response::text(404, "not found\n"),
        }
    }

    /// A file, unless the client has it as it is.
    fn artifact(&self, name: &str, known: Option<&str>) -> Response {
        let path = self.folder.join(name);
        let Ok(body) = std::fs::read(&path) else { return Response::text(404, "not found\n") };
        let changed = std::fs::metadata(&path).and_then(|about| about.modified()).ok();
        let changed = changed.and_then(|at| at.duration_since(UNIX_EPOCH).ok()).unwrap_or_default();
        let etag = format!("\"{:x}-{:x}\"", changed.as_nanos(), body.len());
        let content_type = "application/json";
        if known == Some(etag.as_str()) {
            return Response { status: 304, content_type, body: Vec::new(), etag: Some(etag) };
        }
        Response { status: 200, content_type, body, etag: Some(etag) }
    }
}

/// Whether a `Host` header names this machine by a loopback name.
fn is_loopback_name(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    name.eq_ignore_ascii_case("localhost") || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests;
