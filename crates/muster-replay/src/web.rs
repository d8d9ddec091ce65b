//! Sending over HTTP. One request a batch, no redirects, no proxy, TLS by rustls.

use std::io::Write;
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use muster_source::{Diagnostic, Severity};
use ureq::{Agent, Error};

use crate::batch::Batch;
use crate::codes::{REFUSED, SINK};
use crate::outlet::{Outlet, Trouble};
use crate::sink::{Body, Sink};
use crate::token::Token;

/// Bytes of an answer that are read.
const ANSWER: u64 = 16 << 10;
/// Characters of it that are shown.
const SHOWN: usize = 300;

const CERTIFICATE: &str = "the sink's certificate must be one that Mozilla's list of authorities vouches for";

/// Whether bodies are compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// As they are.
    Identity,
    /// By gzip.
    Gzip,
}

/// How far a connection is trusted.
#[derive(Debug, Clone)]
pub struct Security {
    /// What is shown to the sink.
    pub token: Option<Token>,
    /// The environment variable that it came from, for messages.
    pub variable: String,
}

/// A sink behind an address.
#[derive(Debug)]
pub struct Web {
    agent: Agent,
    sink: Sink,
    body: Body,
    encoding: Encoding,
    mapping: Option<String>,
    security: Security,
}

impl Web {
    /// Opens nothing yet. `timeout` is for a whole request.
    #[must_use]
    pub fn new(
        sink: &Sink,
        body: Body,
        encoding: Encoding,
        mapping: Option<&str>,
        security: Security,
        timeout: Duration,
    ) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            // A token goes to the address that was named and nowhere else.
            .max_redirects(0)
            .proxy(None)
            .timeout_global(Some(timeout))
            .user_agent(concat!("muster/", env!("CARGO_PKG_VERSION")))
            .build();
        let mapping = mapping.map(str::to_owned);
        Self { agent: config.into(), sink: sink.clone(), body, encoding, mapping, security }
    }

    /// A text from outside as it may be shown: without the token, and without what a terminal would obey.
    fn shown(&self, text: &str) -> String {
        let text = match &self.security.token {
            Some(token) => token.hide(text),
            None => text.to_owned(),
        };
        let mut short: String = text
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .take(SHOWN)
            .collect::<String>()
            .trim()
            .to_owned();
        if text.chars().count() > SHOWN {
            short.push('…');
        }
        short
    }

    fn refused(&self, batch: &Batch, status: u16, said: &str, location: Option<&str>) -> Trouble {
        let what = if said.is_empty() { String::new() } else { format!(": {said}") };
        let message = format!("the sink refuses batch {} with {}{what}", batch.number, phrase(status));
        let help = match status {
            300..=399 => {
                let to = location.map(|l| self.shown(l.split('?').next().unwrap_or_default()));
                to.map_or_else(
                    || "name the final address".to_owned(),
                    |to| format!("redirects are not followed; the sink points to {to}"),
                )
            }
            401 | 403 => format!(
                "check the token in `{}`: that it is not expired, is for this sink, and that its owner {}",
                self.security.variable,
                self.sink.role()
            ),
            404 | 410 => format!("check the address: {}", self.sink.shown_address(&batch.table)),
            413 => "lower --batch-bytes".to_owned(),
            _ => "mend what the sink complains about, and replay again".to_owned(),
        };
        Trouble::Final(Diagnostic::bare(REFUSED, Severity::Error, message).help(help))
    }
}

impl Outlet for Web {
    fn put(&mut self, batch: &Batch) -> Result<(), Trouble> {
        let body = match self.encoding {
            Encoding::Identity => batch.body.clone(),
            Encoding::Gzip => zipped(&batch.body).map_err(again)?,
        };
        let address = self.sink.address(&batch.table, self.mapping.as_deref());
        let mut request = self
            .agent
            .post(&address)
            .header("content-type", self.sink.content_type(self.body))
            .header("x-ms-client-request-id", &batch.id)
            .header("idempotency-key", &batch.id);
        if self.sink.is_plain() {
            request = request.header("x-muster-table", &batch.table);
        }
        if self.encoding == Encoding::Gzip {
            request = request.header("content-encoding", "gzip");
        }
        if let Some(token) = &self.security.token {
            request = request.header("authorization", token.header());
        }
        let mut response = match request.send(&body[..]) {
            Ok(response) => response,
            Err(error) => return Err(self.failed(&error)),
        };
        let status = response.status().as_u16();
        let header = |name: &str| response.headers().get(name).and_then(|v| v.to_str().ok()).map(str::to_owned);
        let (retry_after, location) = (header("retry-after"), header("location"));
        if (200..300).contains(&status) {
            // The rest of the answer says nothing more; reading it keeps the connection.
            let _ = response.body_mut().with_config().limit(ANSWER).read_to_vec();
            return Ok(());
        }
        let answer = response.body_mut().with_config().limit(ANSWER).lossy_utf8(true).read_to_string();
        let said = self.shown(&message(&answer.unwrap_or_default()));
        match status {
            408 | 425 | 429 | 500 | 502 | 503 | 504 => {
                let what = if said.is_empty() { String::new() } else { format!(": {said}") };
                Err(Trouble::Again { reason: format!("the sink answers {}{what}", phrase(status)), retry_after })
            }
            _ => Err(self.refused(batch, status, &said, location.as_deref())),
        }
    }
}

impl Web {
    /// A request that got no answer.
    fn failed(&self, error: &Error) -> Trouble {
        let said = match error {
            Error::Io(error) => self.shown(&error.to_string()),
            error => self.shown(&error.to_string()),
        };
        // A certificate that is refused comes as a fault of reading.
        let is_certificate = |error: &std::io::Error| {
            error.kind() == std::io::ErrorKind::InvalidData && error.to_string().contains("certificate")
        };
        let wrong = match error {
            Error::BadUri(_) | Error::Http(_) => "check the address of the sink",
            Error::Tls(_) | Error::Rustls(_) | Error::Pem(_) => CERTIFICATE,
            Error::Io(error) if is_certificate(error) => CERTIFICATE,
            _ => return Trouble::Again { reason: said, retry_after: None },
        };
        let message = format!("cannot speak with `{}`: {said}", self.sink.shown());
        Trouble::Final(Diagnostic::bare(SINK, Severity::Error, message).help(wrong))
    }
}

fn zipped(body: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(body.len() / 4), Compression::fast());
    encoder.write_all(body)?;
    encoder.finish()
}

#[expect(clippy::needless_pass_by_value, reason = "it stands in map_err")]
fn again(error: std::io::Error) -> Trouble {
    Trouble::Again { reason: error.to_string(), retry_after: None }
}

/// A status with its name.
fn phrase(status: u16) -> String {
    let known = ureq::http::StatusCode::from_u16(status).ok().and_then(|s| s.canonical_reason());
    known.map_or_else(|| status.to_string(), |reason| format!("{status} {reason}"))
}

/// What an answer says, as Azure's services and Kusto put it, or as it is.
fn message(answer: &str) -> String {
    let Ok(json) = serde_json::from_str::<serde_json::Value>(answer) else { return answer.trim().to_owned() };
    let error = json.get("error").or_else(|| json.get("Error")).unwrap_or(&json);
    let keys = ["@message", "message", "Message", "detail"];
    let found = keys.iter().find_map(|key| error.get(key).and_then(|m| m.as_str()));
    found.or_else(|| error.as_str()).map_or_else(|| answer.trim().to_owned(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_message_of_an_answer_is_found_in_the_forms_that_services_use() {
        assert_eq!(message(r#"{"error":{"code":"InvalidToken","message":"expired"}}"#), "expired");
        assert_eq!(message(r#"{"error":{"code":"BadRequest","message":"b","@message":"no table"}}"#), "no table");
        assert_eq!(message(r#"{"Message":"no"}"#), "no");
        assert_eq!(message(r#"{"error":"no"}"#), "no");
        assert_eq!(message(" plain \n"), "plain");
    }

    #[test]
    fn a_compressed_body_is_read_back_the_same() {
        let mut text = String::new();
        let zipped = zipped(b"one\ntwo\n").expect("it is compressed");
        std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(&zipped[..]), &mut text).expect("it is gzip");
        assert_eq!(text, "one\ntwo\n");
    }
}
