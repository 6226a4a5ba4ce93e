//! Locations of files.
