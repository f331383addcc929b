import jquery from "jquery";

/** As the plug-ins expect it. */
window.$ = window.jQuery = jquery;
