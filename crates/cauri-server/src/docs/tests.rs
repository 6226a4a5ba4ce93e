use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::*;

/// What a server on a folder with a manifest and a secret beside it says to a request.
fn said(request: &str) -> String {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("target");
        std::fs::create_dir(&folder).unwrap();
        std::fs::write(folder.join("manifest.json"), "{\"nodes\":{}}").unwrap();
        std::fs::write(root.path().join("secret"), "secret").unwrap();
        let server = DocsServer::bind(&folder, "127.0.0.1", 0).await.unwrap();
        let address = server.address();
        let running = tokio::spawn(server.run(std::future::pending()));
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        running.abort();
        answer
    })
}

#[test]
fn the_page_and_the_artifacts_are_served() {
    let page = said("GET / HTTP/1.1\r\nHost: localhost:8080\r\n\r\n");
    assert!(page.starts_with("HTTP/1.1 200 OK\r\nContent-Type: text/html"), "{page}");
    assert!(page.contains("<title>"), "{page}");
    let manifest = said("GET /manifest.json?cb=1 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
    assert!(manifest.contains("Content-Type: application/json"), "{manifest}");
    assert!(manifest.ends_with("\r\n\r\n{\"nodes\":{}}"), "{manifest}");
    assert!(said("GET /catalog.json HTTP/1.1\r\n\r\n").starts_with("HTTP/1.1 404"));
}

#[test]
fn a_head_has_no_body() {
    let head = said("HEAD /manifest.json HTTP/1.1\r\n\r\n");
    assert!(head.contains("Content-Length: 12\r\n") && head.ends_with("\r\n\r\n"), "{head}");
}

#[test]
fn no_path_leads_out_of_the_folder() {
    for path in ["/../secret", "/%2e%2e/secret", "/target/../../secret", "//secret", "/manifest.json/../secret", "/.."]
    {
        let answer = said(&format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        assert!(answer.starts_with("HTTP/1.1 404"), "{path}: {answer}");
    }
}

#[test]
fn nothing_can_be_written() {
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"] {
        let answer = said(&format!("{method} /manifest.json HTTP/1.1\r\nContent-Length: 0\r\n\r\n"));
        assert!(answer.starts_with("HTTP/1.1 405") && answer.contains("Allow: GET, HEAD"), "{answer}");
    }
}

#[test]
fn a_page_of_the_web_cannot_read_the_project_under_its_own_name() {
    assert!(said("GET /manifest.json HTTP/1.1\r\nHost: evil.example\r\n\r\n").starts_with("HTTP/1.1 403"));
    for name in ["localhost", "LOCALHOST:80", "127.0.0.1:8080", "[::1]:8080"] {
        assert!(is_loopback_name(name), "{name}");
    }
    assert!(!is_loopback_name("localhost.evil.example") && !is_loopback_name("10.0.0.1"));
}

#[test]
fn what_is_no_request_is_refused() {
    assert!(said("\u{16}\u{3}\u{1}\r\n\r\n").starts_with("HTTP/1.1 400"));
    let long = format!("GET / HTTP/1.1\r\nX: {}", "x".repeat(20_000));
    assert!(said(&long).starts_with("HTTP/1.1 431"));
}

#[test]
fn a_folder_without_a_manifest_is_not_served() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let refused = runtime.block_on(DocsServer::bind(folder.path(), "127.0.0.1", 0));
    assert!(matches!(refused, Err(ServerError::NoManifest { .. })));
}
