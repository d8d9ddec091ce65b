//! A receiver of telemetry on this machine, with moods.
#![allow(dead_code, reason = "each test file uses a part of it")]

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use serde_json::Value as Json;

/// What becomes of a request.
#[derive(Debug, Clone)]
pub(crate) enum Mood {
    /// It is taken.
    Take,
    /// It is taken, late.
    Late(Duration),
    /// It is answered with this status, headers and body, and not taken.
    Say(u16, &'static str, String),
    /// The connection is reset while the body comes.
    Reset,
    /// It is taken, and the connection is closed without an answer.
    TakeAndHangUp,
    /// It is taken and never answered.
    TakeAndHang,
    /// It is not taken and never answered.
    Hang,
}

/// A request as it came.
#[derive(Debug, Clone)]
pub(crate) struct Request {
    pub(crate) target: String,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: Vec<u8>,
}

/// What the receiver remembers, over restarts too.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    /// All requests whose body came whole.
    pub(crate) requests: Vec<Request>,
    /// Ids of batches that were taken.
    pub(crate) ids: BTreeSet<String>,
    /// Bodies that were taken: of each id the first alone.
    pub(crate) taken: Vec<Request>,
    /// Batches that came again under an id that was taken.
    pub(crate) twins: usize,
}

type Moods = Arc<dyn Fn(usize) -> Mood + Send + Sync>;

pub(crate) struct Receiver {
    port: u16,
    moods: Moods,
    memory: Arc<Mutex<Memory>>,
    count: Arc<Mutex<usize>>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Receiver {
    /// Listens on a free port; `moods` gives the mood for each request, by its number from 1.
    pub(crate) fn new(moods: impl Fn(usize) -> Mood + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let mut receiver = Self {
            port: listener.local_addr().expect("an address").port(),
            moods: Arc::new(moods),
            memory: Arc::default(),
            count: Arc::default(),
            stop: Arc::default(),
            thread: None,
        };
        receiver.serve(listener);
        receiver
    }

    pub(crate) fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub(crate) fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until so many requests have come whole.
    pub(crate) fn wait_for(&self, requests: usize) {
        let start = Instant::now();
        while self.memory().requests.len() < requests {
            assert!(start.elapsed() < Duration::from_mins(1), "{requests} requests do not come");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    fn serve(&mut self, listener: TcpListener) {
        let (moods, memory, count) = (Arc::clone(&self.moods), Arc::clone(&self.memory), Arc::clone(&self.count));
        self.stop = Arc::default();
        let stop = Arc::clone(&self.stop);
        self.thread = Some(std::thread::spawn(move || {
            for stream in listener.incoming() {
                if stop.load(Ordering::SeqCst) {
                    return;
                }
                let (moods, memory, count, stop) =
                    (Arc::clone(&moods), Arc::clone(&memory), Arc::clone(&count), Arc::clone(&stop));
                std::thread::spawn(move || {
                    if let Ok(stream) = stream {
                        // What goes wrong with a connection is the client's to notice.
                        let _ = converse(stream, &*moods, &memory, &count, &stop);
                    }
                });
            }
        }));
    }

    /// Ends listening; connections are closed with the next request on them.
    pub(crate) fn kill(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        drop(TcpStream::connect(("127.0.0.1", self.port)));
        if let Some(thread) = self.thread.take() {
            thread.join().expect("it ends");
        }
    }

    /// Listens again, on the same port.
    pub(crate) fn restart(&mut self) {
        let start = Instant::now();
        let listener = loop {
            match TcpListener::bind(("127.0.0.1", self.port)) {
                Ok(listener) => break listener,
                Err(error) => assert!(start.elapsed() < Duration::from_secs(30), "{error}"),
            }
            std::thread::sleep(Duration::from_millis(50));
        };
        self.serve(listener);
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        drop(TcpStream::connect(("127.0.0.1", self.port)));
    }
}

fn converse(
    stream: TcpStream,
    moods: &(dyn Fn(usize) -> Mood + Send + Sync),
    memory: &Mutex<Memory>,
    count: &Mutex<usize>,
    stop: &AtomicBool,
) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut writer = stream;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 || stop.load(Ordering::SeqCst) {
            return Ok(());
        }
        let target = line.split(' ').nth(1).unwrap_or_default().to_owned();
        let mut headers = BTreeMap::new();
        loop {
            let mut line = String::new();
            reader.read_line(&mut line)?;
            let Some((name, value)) = line.trim_end().split_once(':') else { break };
            headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
        }
        let length: usize = headers.get("content-length").and_then(|l| l.parse().ok()).unwrap_or(0);
        let number = {
            let mut count = count.lock().unwrap_or_else(PoisonError::into_inner);
            *count += 1;
            *count
        };
        let mood = moods(number);
        if matches!(mood, Mood::Reset) {
            // Closing with bytes that nobody read resets the connection.
            let mut half = vec![0; length / 2];
            reader.read_exact(&mut half)?;
            return Ok(());
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body)?;
        let request = Request { target, headers, body };
        if let Mood::Late(time) = mood {
            std::thread::sleep(time);
        }
        let takes = matches!(mood, Mood::Take | Mood::Late(_) | Mood::TakeAndHangUp | Mood::TakeAndHang);
        {
            let mut memory = memory.lock().unwrap_or_else(PoisonError::into_inner);
            memory.requests.push(request.clone());
            if takes {
                let id = request.headers.get("idempotency-key").cloned().unwrap_or_default();
                if memory.ids.insert(id) {
                    memory.taken.push(request);
                } else {
                    memory.twins += 1;
                }
            }
        }
        match mood {
            Mood::TakeAndHangUp | Mood::Reset => return Ok(()),
            Mood::TakeAndHang | Mood::Hang => std::thread::sleep(Duration::from_mins(2)),
            Mood::Take | Mood::Late(_) => writer.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}")?,
            Mood::Say(status, headers, body) => {
                let head = format!("HTTP/1.1 {status} Word\r\n{headers}content-length: {}\r\n\r\n", body.len());
                writer.write_all(head.as_bytes())?;
                writer.write_all(body.as_bytes())?;
            }
        }
        writer.flush()?;
    }
}

impl Memory {
    /// The events of NDJSON bodies, in the order in which they were taken.
    pub(crate) fn events(&self) -> Vec<Json> {
        let lines = |request: &Request| {
            let text = String::from_utf8(request.body.clone()).expect("text");
            text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect::<Vec<Json>>()
        };
        self.taken.iter().flat_map(lines).collect()
    }
}
