/** Draws what a library writes as markup, by which its users set innerHTML. */
export const drawMarkup = (place, markup) => place.append(document.createRange().createContextualFragment(markup));
