//! The one integration binary of the command line.
