namespace Wenden.Identity.Pages;

/// <summary>The texts of the pages, in <c>Texts.resx</c> (Chinese) and <c>Texts.en.resx</c>.</summary>
internal sealed class Texts;
