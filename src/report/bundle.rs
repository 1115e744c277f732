//! Several papers in one file: a zip that holds them as they are.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::PaperFile;

/// The zip's bytes; none where it grew beyond what a zip can hold.
pub fn zipped(files: &[PaperFile]) -> Option<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // Papers are small, and Word files are packed already.
    let plain = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for file in files {
        zip.start_file(file.name.as_str(), plain).ok()?;
        zip.write_all(&file.bytes).ok()?;
    }
    zip.finish().ok().map(Cursor::into_inner)
}

/// What a zip holds, for tests.
#[cfg(test)]
pub(super) fn opened(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut files = Vec::new();
    for at in 0..zip.len() {
        let mut file = zip.by_index(at).unwrap();
        let mut held = Vec::new();
        std::io::Read::read_to_end(&mut file, &mut held).unwrap();
        files.push((file.name().to_owned(), held));
    }
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn papers_come_out_as_they_went_in_under_chinese_names() {
        let files = ["席位卡.docx", "日志.csv"].map(|name| PaperFile { name: name.to_owned(), bytes: name.into() });
        let opened = opened(&zipped(&files).unwrap());
        assert_eq!(opened, files.map(|file| (file.name, file.bytes)));
        assert!(super::opened(&zipped(&[]).unwrap()).is_empty());
    }
}
