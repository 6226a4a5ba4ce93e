//! 32-bit Murmur3, x86 variant, seed 0: the hash of Iceberg's bucket transform.
//!
//! Thirty lines of a frozen public algorithm; the specification's test vectors are in the tests
//! of the module above.

const C1: u32 = 0xcc9e_2d51;
const C2: u32 = 0x1b87_3593;

/// The hash of `bytes`.
pub(crate) fn hash(bytes: &[u8]) -> u32 {
    let mut state: u32 = 0;
    let mut blocks = bytes.chunks_exact(4);
    for block in blocks.by_ref() {
        let word = block.iter().rev().fold(0u32, |word, byte| (word << 8) | u32::from(*byte));
        state ^= scramble(word);
        state = state.rotate_left(13).wrapping_mul(5).wrapping_add(0xe654_6b64);
    }
    let tail = blocks.remainder().iter().rev().fold(0u32, |word, byte| (word << 8) | u32::from(*byte));
    if !blocks.remainder().is_empty() {
        state ^= scramble(tail);
    }
    state ^= u32::try_from(bytes.len() & 0xffff_ffff).unwrap_or(u32::MAX);
    state ^= state >> 16;
    state = state.wrapping_mul(0x85eb_ca6b);
    state ^= state >> 13;
    state = state.wrapping_mul(0xc2b2_ae35);
    state ^ (state >> 16)
}

fn scramble(word: u32) -> u32 {
    word.wrapping_mul(C1).rotate_left(15).wrapping_mul(C2)
}
