//! Base64, digests and compressed text.

use std::fmt::Write as _;
use std::io::Read;

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{GeneralPurpose, GeneralPurposeConfig};
use muster_catalog::Type;
use muster_values::{Answer, Args, Failure, to_text};

/// Reads the bits that a last digit has too many, as .NET does.
const BASE64: GeneralPurpose =
    GeneralPurpose::new(&STANDARD, GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true));

/// The most bytes that a compressed text may become.
const MAX_DECOMPRESSED: u64 = 64 << 20;

/// The base64 of `bytes`, with padding.
pub(crate) fn to_base64(bytes: &[u8]) -> String {
    BASE64.encode(bytes)
}

/// The bytes of base64 with padding; blanks and line ends between are skipped.
pub(crate) fn from_base64(text: &str) -> Option<Vec<u8>> {
    let is_blank = |c: char| matches!(c, ' ' | '\t' | '\r' | '\n');
    if text.contains(is_blank) { BASE64.decode(text.replace(is_blank, "")).ok() } else { BASE64.decode(text).ok() }
}

/// A digest as lower-case hexadecimal.
pub(crate) fn to_hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// Digests the text of argument 0.
pub(crate) fn digest(args: &Args<'_>, digest: impl Fn(&[u8]) -> String) -> Answer {
    if args.ty(0) == Type::String {
        let source = args.text(0);
        return args.rows(|row| Some(digest(source.get(row).as_bytes())));
    }
    args.rows(|row| {
        let value = args.value(0, row);
        if value.is_null() { None } else { Some(digest(to_text(&value).as_bytes())) }
    })
}

/// Decompresses the base64 of argument 0; what cannot be read gives the empty string.
pub(crate) fn decompress<R: Read>(args: &Args<'_>, open: impl Fn(std::io::Cursor<Vec<u8>>) -> R) -> Answer {
    let source = args.text(0);
    let mut is_too_long = false;
    let answer = args.rows(|row| {
        let compressed = from_base64(source.get(row))?;
        let mut text = Vec::new();
        open(std::io::Cursor::new(compressed)).take(MAX_DECOMPRESSED + 1).read_to_end(&mut text).ok()?;
        is_too_long |= text.len() as u64 > MAX_DECOMPRESSED;
        String::from_utf8(text).ok()
    });
    if is_too_long { Err(Failure::new("a compressed text is longer than 64 MiB")) } else { answer }
}

/// The longest text whose compressed bytes are known: the one on Microsoft's page, which is stored as it is. How longer
/// ones are compressed is not documented, and another compressor's bytes would differ.
const MAX_STORED: usize = 20;

/// The base64 of the text of argument 0 as one stored block of DEFLATE between a head and what is summed up behind.
pub(crate) fn compress(args: &Args<'_>, head: &[u8], tail: impl Fn(&[u8]) -> Vec<u8>) -> Answer {
    let source = args.text(0);
    let mut unknown = None;
    let answer = args.rows(|row| {
        let text = source.get(row).as_bytes();
        let length = u8::try_from(text.len()).ok().filter(|_| (1..=MAX_STORED).contains(&text.len()));
        let Some(length) = length else {
            unknown = Some(text.len());
            return None;
        };
        let mut bytes = head.to_vec();
        bytes.extend([1, length, 0, !length, 0xff]);
        bytes.extend_from_slice(text);
        bytes.extend(tail(text));
        Some(to_base64(&bytes))
    });
    match unknown {
        Some(length) => Err(Failure::new(format!(
            "how a text of {length} bytes is compressed is not known, only of 1 to {MAX_STORED}: compare what is compressed"
        ))),
        None => answer,
    }
}

/// `hash`: xxhash64 of the text, or of a number's or a moment's 64 bits, little end first; then the rest by argument 1.
pub(crate) fn hash(args: &Args<'_>) -> Answer {
    if args.ty(0) == Type::Int {
        return Err(Failure::new("the hash of an `int` is not known; `tolong` gives a value that can be hashed"));
    }
    let (texts, longs, moduli) = (args.text(0), args.long(0), args.long(1));
    let is_text = args.ty(0) == Type::String;
    let has_modulus = args.len() > 1;
    args.rows(|row| {
        let hash = if is_text {
            xxhash_rust::xxh64::xxh64(texts.get(row).as_bytes(), 0)
        } else {
            xxhash_rust::xxh64::xxh64(&longs.get(row)?.to_le_bytes(), 0)
        };
        if !has_modulus {
            return Some(hash.cast_signed());
        }
        let modulus = u64::try_from(moduli.get(row)?).ok().filter(|modulus| *modulus > 0)?;
        Some((hash % modulus).cast_signed())
    })
}
