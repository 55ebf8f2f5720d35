//! What every file system takes for a name.

/// Whether Windows takes the name for a device, which it does whatever the extension.
pub(crate) fn is_device(segment: &str) -> bool {
    let stem = segment
        .split('.')
        .next()
        .unwrap_or(segment)
        .trim_end()
        .to_ascii_lowercase();
    match stem.as_str() {
        "con" | "prn" | "aux" | "nul" | "conin$" | "conout$" | "clock$" => true,
        stem => stem
            .strip_prefix("com")
            .or_else(|| stem.strip_prefix("lpt"))
            .is_some_and(|port| matches!(port.as_bytes(), [b'0'..=b'9'])),
    }
}
