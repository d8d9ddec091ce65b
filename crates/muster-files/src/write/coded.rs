//! Columns of few texts, which come as numbers into a dictionary and go into Parquet as such.
//!
//! Parquet's own writer looks at the text of each cell again and puts it into a hash table, which takes most of the
//! time of writing a table with many such columns. Here each number of the dictionary is translated once a row group,
//! by a list.

use std::io::Error;

use ::parquet::basic::{Compression, Encoding, EncodingMask, PageType};
use ::parquet::column::page::{CompressedPage, Page, PageWriter};
use ::parquet::column::writer::ColumnCloseResult;
use ::parquet::errors::ParquetError;
use ::parquet::file::metadata::{ColumnChunkMetaData, OffsetIndexBuilder, PageEncodingStats};
use ::parquet::file::writer::{SerializedPageWriter, TrackedWrite};
use ::parquet::schema::types::ColumnDescPtr;
use arrow_array::cast::AsArray;
use arrow_array::types::UInt32Type;
use arrow_array::{Array, ArrayRef, DictionaryArray};
use bytes::Bytes;

/// Rows of a data page.
const PAGE: usize = 16_384;
/// Not used by this row group.
const UNUSED: u32 = u32::MAX;
/// No text.
const NULL: u32 = u32::MAX;

/// An encoded column of a row group.
pub(super) struct CodedChunk {
    pub(super) bytes: Bytes,
    pub(super) close: ColumnCloseResult,
}

/// The numbers and the dictionary of a column, if it comes as such.
pub(super) fn coded(array: &ArrayRef) -> Option<&DictionaryArray<UInt32Type>> {
    array.as_dictionary_opt::<UInt32Type>().filter(|coded| coded.values().as_string_view_opt().is_some())
}

/// A column as queries and the other formats want it: texts, no numbers.
pub(super) fn plain(array: &ArrayRef) -> std::io::Result<ArrayRef> {
    match coded(array) {
        Some(coded) => arrow_select::take::take(coded.values(), coded.keys(), None).map_err(Error::other),
        None => Ok(ArrayRef::clone(array)),
    }
}

/// A column of few texts, row group after row group. Its memory is used again: fresh memory of this size costs as much
/// as what is done with it.
#[derive(Default)]
pub(super) struct Encoder {
    keys: Keys,
    there: Vec<u32>,
    /// The dictionary of the row group at hand.
    dictionary: Option<ArrayRef>,
}

impl Encoder {
    /// Adds rows to the row group at hand. They have the same dictionary as those before them.
    pub(super) fn add(&mut self, rows: &DictionaryArray<UInt32Type>) -> std::io::Result<()> {
        match &self.dictionary {
            Some(known) if !std::ptr::addr_eq(ArrayRef::as_ptr(known), ArrayRef::as_ptr(rows.values())) => {
                return Err(Error::other("the batches of a column have different dictionaries"));
            }
            Some(_) => {}
            None => self.keys.begin(self.dictionary.insert(ArrayRef::clone(rows.values())).len()),
        }
        self.keys.add(rows);
        Ok(())
    }

    /// Encodes the row group; the next one begins.
    pub(super) fn finish(
        &mut self,
        column: &ColumnDescPtr,
        zstd: &mut zstd::bulk::Compressor<'static>,
        level: i32,
    ) -> std::io::Result<CodedChunk> {
        let Self { keys, there, dictionary } = self;
        let dictionary = dictionary.take();
        write(keys, there, dictionary.as_ref(), column, zstd, level).map_err(Error::other)
    }
}

fn write(
    keys: &Keys,
    there: &mut Vec<u32>,
    texts: Option<&ArrayRef>,
    column: &ColumnDescPtr,
    zstd: &mut zstd::bulk::Compressor<'static>,
    level: i32,
) -> Result<CodedChunk, ParquetError> {
    let texts = texts.and_then(|texts| texts.as_string_view_opt());
    let mut dictionary = Vec::new();
    for key in &keys.used {
        let text = texts.map_or("", |texts| texts.value(*key as usize)).as_bytes();
        dictionary.extend_from_slice(&(text.len() as u32).to_le_bytes());
        dictionary.extend_from_slice(text);
    }
    let mut out = TrackedWrite::new(Vec::with_capacity(dictionary.len() / 2 + keys.cells.len()));
    let (mut compressed, mut uncompressed) = (0, 0);
    let mut offsets = OffsetIndexBuilder::new();
    let mut pages = SerializedPageWriter::new(&mut out);
    let mut put = |page: Page| -> Result<(u64, usize), ParquetError> {
        let size = page.buffer().len();
        let packed = Bytes::from(zstd.compress(page.buffer())?);
        let spec = pages.write_page(CompressedPage::new(with_buffer(page, packed), size))?;
        compressed += spec.compressed_size as i64;
        uncompressed += spec.uncompressed_size as i64;
        Ok((spec.offset, spec.compressed_size))
    };
    let num_values = keys.used.len() as u32;
    put(Page::DictionaryPage { buf: dictionary.into(), num_values, encoding: Encoding::PLAIN, is_sorted: false })?;
    let width = (u32::BITS - num_values.saturating_sub(1).leading_zeros()).max(1) as u8;
    let mut first_data = None;
    let mut count = 0;
    for cells in keys.cells.chunks(PAGE) {
        let mut page = vec![0; 4];
        let nulls = cells.iter().filter(|cell| **cell == NULL).count();
        if nulls == 0 {
            run(1, 1, cells.len(), &mut page);
        } else {
            there.clear();
            there.extend(cells.iter().map(|cell| u32::from(*cell != NULL)));
            hybrid(1, there, &mut page);
        }
        let levels = (page.len() - 4) as u32;
        page[..4].copy_from_slice(&levels.to_le_bytes());
        page.push(width);
        if nulls == 0 {
            hybrid(width, cells, &mut page);
        } else {
            there.clear();
            there.extend(cells.iter().filter(|cell| **cell != NULL));
            hybrid(width, there, &mut page);
        }
        let (offset, size) = put(Page::DataPage {
            buf: page.into(),
            num_values: cells.len() as u32,
            encoding: Encoding::RLE_DICTIONARY,
            def_level_encoding: Encoding::RLE,
            rep_level_encoding: Encoding::RLE,
            statistics: None,
        })?;
        first_data.get_or_insert(offset as i64);
        offsets.append_row_count(cells.len() as i64);
        offsets.append_offset_and_size(offset as i64, size as i32);
        count += 1;
    }
    let bytes = Bytes::from(out.into_inner()?);
    let encodings = [Encoding::PLAIN, Encoding::RLE, Encoding::RLE_DICTIONARY];
    let metadata = ColumnChunkMetaData::builder(column.clone())
        .set_compression(Compression::ZSTD(::parquet::basic::ZstdLevel::try_new(level)?))
        .set_encodings_mask(EncodingMask::new_from_encodings(encodings.iter()))
        .set_page_encoding_stats(vec![
            PageEncodingStats { page_type: PageType::DICTIONARY_PAGE, encoding: Encoding::PLAIN, count: 1 },
            PageEncodingStats { page_type: PageType::DATA_PAGE, encoding: Encoding::RLE_DICTIONARY, count },
        ])
        .set_total_compressed_size(compressed)
        .set_total_uncompressed_size(uncompressed)
        .set_num_values(keys.cells.len() as i64)
        .set_data_page_offset(first_data.unwrap_or(0))
        .set_dictionary_page_offset(Some(0))
        .build()?;
    let close = ColumnCloseResult {
        bytes_written: bytes.len() as u64,
        rows_written: keys.cells.len() as u64,
        metadata,
        bloom_filter: None,
        column_index: None,
        offset_index: Some(offsets.build()),
    };
    Ok(CodedChunk { bytes, close })
}

fn with_buffer(page: Page, buffer: Bytes) -> Page {
    match page {
        Page::DictionaryPage { num_values, encoding, is_sorted, .. } => {
            Page::DictionaryPage { buf: buffer, num_values, encoding, is_sorted }
        }
        Page::DataPage { num_values, encoding, def_level_encoding, rep_level_encoding, statistics, .. } => {
            Page::DataPage { buf: buffer, num_values, encoding, def_level_encoding, rep_level_encoding, statistics }
        }
        other @ Page::DataPageV2 { .. } => other,
    }
}

/// The cells of a column of a row group.
#[derive(Default)]
struct Keys {
    /// Places in `used`, or [`NULL`].
    cells: Vec<u32>,
    /// Numbers of the texts that are used, in the order in which they come first.
    used: Vec<u32>,
    /// Place in `used` of each number of the dictionary, or [`UNUSED`].
    places: Vec<u32>,
}

impl Keys {
    /// Begins a row group with a dictionary of so many texts.
    fn begin(&mut self, texts: usize) {
        self.cells.clear();
        self.used.clear();
        self.places.clear();
        self.places.resize(texts, UNUSED);
    }

    fn add(&mut self, rows: &DictionaryArray<UInt32Type>) {
        let nulls = rows.keys().nulls();
        for (row, key) in rows.keys().values().iter().enumerate() {
            if nulls.is_some_and(|nulls| nulls.is_null(row)) {
                self.cells.push(NULL);
                continue;
            }
            let place = &mut self.places[*key as usize];
            if *place == UNUSED {
                *place = self.used.len() as u32;
                self.used.push(*key);
            }
            self.cells.push(*place);
        }
    }
}

/// Appends numbers of `width` bits in Parquet's hybrid of runs and packed bits.
fn hybrid(width: u8, values: &[u32], out: &mut Vec<u8>) {
    /// Groups of eight numbers that a header of one byte counts.
    const GROUPS: usize = 63;
    let mut at = 0;
    let mut packed: Option<(usize, usize)> = None;
    while at < values.len() {
        let same = values[at..].iter().take_while(|v| **v == values[at]).count();
        if same >= 8 {
            packed = None;
            run(width, values[at], same, out);
            at += same;
            continue;
        }
        // Eight numbers, zeros behind the last one; the header counts groups of eight.
        let (header, groups) = match packed {
            Some((header, groups)) if groups < GROUPS => (header, groups),
            _ => {
                out.push(0);
                (out.len() - 1, 0)
            }
        };
        let end = values.len().min(at + 8);
        // Four numbers fit into 128 bits at any width, eight of them into as many bytes as a number has bits.
        let mut halves = [0u128; 2];
        for (place, value) in values[at..end].iter().enumerate() {
            halves[place / 4] |= u128::from(*value) << (place % 4 * usize::from(width));
        }
        if width <= 16 {
            let bits = halves[0] | halves[1] << (4 * u32::from(width));
            out.extend_from_slice(&bits.to_le_bytes()[..usize::from(width)]);
        } else {
            let mut bits = Bits { out, pending: 0, filled: 0 };
            for half in halves {
                bits.push(half, 4 * u32::from(width));
            }
        }
        out[header] = ((groups + 1) << 1 | 1) as u8;
        packed = Some((header, groups + 1));
        at = end;
    }
}

/// Appends the same number so many times.
fn run(width: u8, value: u32, count: usize, out: &mut Vec<u8>) {
    varint((count as u64) << 1, out);
    out.extend_from_slice(&value.to_le_bytes()[..usize::from(width).div_ceil(8)]);
}

/// Bits that become bytes, least ones first.
struct Bits<'o> {
    out: &'o mut Vec<u8>,
    pending: u8,
    filled: u32,
}

impl Bits<'_> {
    fn push(&mut self, mut bits: u128, mut count: u32) {
        while count > 0 {
            let taken = count.min(8 - self.filled);
            self.pending |= ((bits & ((1 << taken) - 1)) as u8) << self.filled;
            bits >>= taken;
            count -= taken;
            self.filled += taken;
            if self.filled == 8 {
                self.out.push(self.pending);
                (self.pending, self.filled) = (0, 0);
            }
        }
    }
}

fn varint(mut value: u64, out: &mut Vec<u8>) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The numbers again, read as the format's description has it.
    fn read(width: u8, count: usize, bytes: &[u8]) -> Vec<u32> {
        let (mut values, mut at) = (Vec::new(), 0);
        let number = |bytes: &[u8]| bytes.iter().rev().fold(0u32, |n, b| n << 8 | u32::from(*b));
        while values.len() < count {
            let (mut header, mut shift) = (0u64, 0);
            loop {
                header |= u64::from(bytes[at] & 0x7f) << shift;
                shift += 7;
                at += 1;
                if bytes[at - 1] < 0x80 {
                    break;
                }
            }
            if header & 1 == 0 {
                let size = usize::from(width).div_ceil(8);
                values.extend(std::iter::repeat_n(number(&bytes[at..at + size]), (header >> 1) as usize));
                at += size;
            } else {
                let bits = (header >> 1) as usize * 8 * usize::from(width);
                let bit = |i: usize| u32::from(bytes[at + i / 8] >> (i % 8) & 1);
                for first in (0..bits).step_by(usize::from(width)) {
                    values.push((0..usize::from(width)).fold(0, |n, i| n | bit(first + i) << i));
                }
                at += bits / 8;
            }
        }
        assert_eq!(at, bytes.len());
        values.truncate(count);
        values
    }

    proptest! {
        #[test]
        fn runs_and_packed_bits_are_the_numbers_again(
            width in 1u8..=32,
            parts in proptest::collection::vec((any::<u32>(), 1usize..20, any::<bool>()), 0..60),
        ) {
            let mask = u32::MAX >> (32 - width);
            let values: Vec<u32> = parts
                .iter()
                .flat_map(|(value, count, same)| (0..*count as u32).map(move |i| (if *same { *value } else { value.wrapping_mul(i + 1) }) & mask))
                .collect();
            let mut bytes = Vec::new();
            hybrid(width, &values, &mut bytes);
            prop_assert_eq!(read(width, values.len(), &bytes), values);
        }
    }
}
