//! As much of HTTP/1.1 as a read-only server of a few files needs: GET and HEAD, one answer a connection.
//!
//! Heads are read by `httparse`, within a limit of size and time. No body is read.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// The longest head of a request.
const MAX_HEAD_BYTES: usize = 16 * 1024;
/// How long a client may take over its request, or over reading the answer.
const PATIENCE: Duration = Duration::from_secs(30);
const MAX_HEADERS: usize = 64;

/// What a client asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Request {
    /// `GET`, `HEAD`, ..
    pub(crate) method: String,
    /// The path, without query.
    pub(crate) path: String,
    /// The `Host` header.
    pub(crate) host: Option<String>,
    /// The `If-None-Match` header.
    pub(crate) known: Option<String>,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) content_type: &'static str,
    pub(crate) body: Vec<u8>,
    /// A mark of the content, by which a client knows that it has it already.
    pub(crate) etag: Option<String>,
}

impl Response {
    /// An answer in plain text.
    pub(crate) fn text(status: u16, body: &str) -> Self {
        Self { status, content_type: "text/plain; charset=utf-8", body: body.as_bytes().to_vec(), etag: None }
    }
}

/// Why there is no request to answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unread {
    /// The client went away or took too long.
    Gone,
    /// What it sent is no request.
    Malformed,
    /// Its head is too long.
    TooLong,
}

/// Reads one request.
pub(crate) async fn read(stream: &mut TcpStream) -> Result<Request, Unread> {
    match tokio::time::timeout(PATIENCE, read_head(stream)).await {
        Ok(read) => read,
        Err(_) => Err(Unread::Gone),
    }
}

async fn read_head(stream: &mut TcpStream) -> Result<Request, Unread> {
    let mut head = Vec::with_capacity(1024);
    loop {
        if let Some(request) = parse(&head)? {
            return Ok(request);
        }
        if head.len() >= MAX_HEAD_BYTES {
            return Err(Unread::TooLong);
        }
        let mut more = [0_u8; 2048];
        let count = stream.read(&mut more).await.map_err(|_| Unread::Gone)?;
        if count == 0 {
            return Err(Unread::Gone);
        }
        head.extend_from_slice(more.get(..count).unwrap_or_default());
    }
}

/// The request, once its head is whole.
fn parse(head: &[u8]) -> Result<Option<Request>, Unread> {
    let mut headers = [httparse::EMPTY_HEADER; MAX_HEADERS];
    let mut request = httparse::Request::new(&mut headers);
    match request.parse(head) {
        Ok(httparse::Status::Partial) => return Ok(None),
        Ok(httparse::Status::Complete(_)) => {}
        Err(_) => return Err(Unread::Malformed),
    }
    let header = |name: &str| {
        let found = request.headers.iter().find(|header| header.name.eq_ignore_ascii_case(name))?;
        std::str::from_utf8(found.value).ok().map(str::to_owned)
    };
    let target = request.path.unwrap_or_default();
    let path = target.split(['?', '#']).next().unwrap_or_default();
    Ok(Some(Request {
        method: request.method.unwrap_or_default().to_owned(),
        path: path.to_owned(),
        host: header("host"),
        known: header("if-none-match"),
    }))
}

/// Writes an answer; `head_only` leaves its body out.
pub(crate) async fn write(stream: &mut TcpStream, response: &Response, head_only: bool) -> std::io::Result<()> {
    let mut answer = head(response).into_bytes();
    if !head_only {
        answer.extend_from_slice(&response.body);
    }
    let written = async {
        stream.write_all(&answer).await?;
        stream.shutdown().await
    };
    match tokio::time::timeout(PATIENCE, written).await {
        Ok(written) => written,
        Err(_) => Err(std::io::ErrorKind::TimedOut.into()),
    }
}

/// The head of an answer. The page needs nothing from elsewhere, and a browser is told so.
fn head(response: &Response) -> String {
    let reason = match response.status {
        200 => "OK",
        304 => "Not Modified",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        431 => "Request Header Fields Too Large",
        _ => "Error",
    };
    let mut head = format!(
        "HTTP/1.1 {} {reason}\r\nContent-Type: {}\r\nContent-Length: {}\r\nConnection: close\r\n\
         Cache-Control: no-cache\r\nX-Content-Type-Options: nosniff\r\nX-Frame-Options: DENY\r\n\
         Referrer-Policy: no-referrer\r\n",
        response.status,
        response.content_type,
        response.body.len(),
    );
    if response.status == 405 {
        head.push_str("Allow: GET, HEAD\r\n");
    }
    if let Some(etag) = &response.etag {
        head.push_str(&format!("ETag: {etag}\r\n"));
    }
    head.push_str("\r\n");
    head
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_read_once_its_head_is_whole() {
        assert_eq!(parse(b"GET /manifest.json?x=1 HTTP/1.1\r\nHost: a").unwrap(), None);
        let whole = b"GET /manifest.json?x=1 HTTP/1.1\r\nHost: a:1\r\nif-none-match: \"1\"\r\n\r\n";
        let expected = Request {
            method: "GET".to_owned(),
            path: "/manifest.json".to_owned(),
            host: Some("a:1".to_owned()),
            known: Some("\"1\"".to_owned()),
        };
        assert_eq!(parse(whole).unwrap(), Some(expected));
        assert_eq!(parse(b"\x16\x03\x01 tls"), Err(Unread::Malformed));
    }
}
