"""Supporting documents that people send: photographs and PDF, judged by content and cleaned before they are kept."""
