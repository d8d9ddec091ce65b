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

/// Encodes a column of a row group. All arrays have the same dictionary.
pub(super) fn encode(
    column: &ColumnDescPtr,
    arrays: &[&DictionaryArray<UInt32Type>],
    level: i32,
) -> std::io::Result<CodedChunk> {
    write(column, arrays, level).map_err(Error::other)
}

fn write(
    column: &ColumnDescPtr,
    arrays: &[&DictionaryArray<UInt32Type>],
    level: i32,
) -> Result<CodedChunk, ParquetError> {
    let (keys, texts) = (Keys::of(arrays)?, arrays.first().and_then(|a| a.values().as_string_view_opt()));
    let mut dictionary = Vec::new();
    for key in &keys.used {
        let text = texts.map_or("", |texts| texts.value(*key as usize)).as_bytes();
        dictionary.extend_from_slice(&(text.len() as u32).to_le_bytes());
        dictionary.extend_from_slice(text);
    }
    let mut zstd = zstd::bulk::Compressor::new(level)?;
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
    for (index, cells) in keys.cells.chunks(PAGE).enumerate() {
        let there = &keys.there[index * PAGE..index * PAGE + cells.len()];
        let mut page = vec![0; 4];
        hybrid(1, there, &mut page);
        let levels = (page.len() - 4) as u32;
        page[..4].copy_from_slice(&levels.to_le_bytes());
        page.push(width);
        if there.contains(&0) {
            let cells: Vec<u32> = cells.iter().zip(there).filter(|(_, there)| **there == 1).map(|(c, _)| *c).collect();
            hybrid(width, &cells, &mut page);
        } else {
            hybrid(width, cells, &mut page);
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
struct Keys {
    /// Places in `used`; 0 for null.
    cells: Vec<u32>,
    /// 1 for a text, 0 for null.
    there: Vec<u32>,
    /// Numbers of the texts that are used, in the order in which they come first.
    used: Vec<u32>,
}

impl Keys {
    fn of(arrays: &[&DictionaryArray<UInt32Type>]) -> Result<Self, ParquetError> {
        let count = arrays.iter().map(|a| a.len()).sum();
        let mut keys = Self { cells: Vec::with_capacity(count), there: Vec::with_capacity(count), used: Vec::new() };
        let first = arrays.first().map(|a| a.values());
        let mut places = vec![UNUSED; first.map_or(0, |values| values.len())];
        for array in arrays {
            if first.is_some_and(|first| !std::ptr::addr_eq(ArrayRef::as_ptr(first), ArrayRef::as_ptr(array.values())))
            {
                return Err(ParquetError::General("the batches of a column have different dictionaries".to_owned()));
            }
            let nulls = array.keys().nulls();
            for (row, key) in array.keys().values().iter().enumerate() {
                if nulls.is_some_and(|nulls| nulls.is_null(row)) {
                    keys.cells.push(0);
                    keys.there.push(0);
                    continue;
                }
                let place = &mut places[*key as usize];
                if *place == UNUSED {
                    *place = keys.used.len() as u32;
                    keys.used.push(*key);
                }
                keys.cells.push(*place);
                keys.there.push(1);
            }
        }
        Ok(keys)
    }
}

/// Appends numbers of `width` bits in Parquet's hybrid of runs and packed bits.
fn hybrid(width: u8, values: &[u32], out: &mut Vec<u8>) {
    /// Groups of eight numbers that a header of one byte counts.
    const GROUPS: usize = 63;
    let mut at = 0;
    let mut packed: Option<(usize, usize)> = None;
    while at < values.len() {
        let run = values[at..].iter().take_while(|v| **v == values[at]).count();
        if run >= 8 {
            packed = None;
            varint((run as u64) << 1, out);
            out.extend_from_slice(&values[at].to_le_bytes()[..usize::from(width).div_ceil(8)]);
            at += run;
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
        let mut bits = 0u128;
        let mut filled = 0u32;
        for value in values[at..end].iter().chain(std::iter::repeat_n(&0, 8 - (end - at))) {
            bits |= u128::from(*value) << filled;
            filled += u32::from(width);
            while filled >= 8 {
                out.push(bits as u8);
                bits >>= 8;
                filled -= 8;
            }
        }
        out[header] = ((groups + 1) << 1 | 1) as u8;
        packed = Some((header, groups + 1));
        at = end;
    }
}

fn varint(mut value: u64, out: &mut Vec<u8>) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}
