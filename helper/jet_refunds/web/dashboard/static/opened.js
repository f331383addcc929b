/** The link has been followed: on to the page, in its place in the history, to the part of it that the link names. */
location.replace(`/${location.hash}`);
