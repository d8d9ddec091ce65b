//! `base64_encode_fromguid(guid)`

use uuid::Uuid;

use crate::encoding::to_base64;
use crate::prelude::*;

pub(crate) const BASE64_ENCODE_FROMGUID: Scalar = Scalar {
    name: "base64_encode_fromguid",
    aliases: &[],
    category: Category::Encoding,
    signatures: &["(guid: guid): string"],
    summary: "Encodes the 16 bytes of a GUID in base64.",
    notes: &["The bytes are in the order of Windows: the first three groups little end first."],
    upstream: "base64-encode-fromguid-function",
    examples: &[eg(
        "base64_encode_fromguid(toguid('ae3133f2-6e22-49ae-b06a-16e6a9b212eb'))",
        "8jMxriJurkmwahbmqbIS6w==",
    )],
    naming: Naming::Default,
    body: eval,
};

fn eval(args: &Args<'_>) -> Answer {
    let guids = args.text(0);
    args.rows(|row| Some(to_base64(&guids.raw(row)?.parse::<Uuid>().ok()?.to_bytes_le())))
}
