using MudBlazor;

namespace Wenden.Portal.Pages;

/// <summary>One theme for all: calm, large, every text at least 7 to 1 against its ground.</summary>
internal static class HallTheme
{
    private const string Ink = "#17263a";
    private const string Paper = "#fbfaf7";
    private const string Accent = "#8f1d18";
    private const string Line = "#c9c4b6";

    // What the visitor's machine has; nothing is fetched from elsewhere.
    private static readonly string[] _fonts =
        ["Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", "system-ui", "sans-serif"];

    public static readonly MudTheme Theme = new()
    {
        PaletteLight = new PaletteLight
        {
            Primary = "#134a7c", PrimaryContrastText = "#ffffff",
            Secondary = Accent, SecondaryContrastText = "#ffffff",
            Background = Paper, Surface = "#ffffff",
            AppbarBackground = Accent, AppbarText = "#ffffff",
            TextPrimary = Ink, TextSecondary = "#3a4759", TextDisabled = "#59636f",
            ActionDefault = Ink, ActionDisabled = "#59636f",
            Success = "#12562b", SuccessContrastText = "#ffffff",
            Error = "#8f1d18", ErrorContrastText = "#ffffff",
            Warning = "#6e4500", WarningContrastText = "#ffffff",
            Info = "#134a7c", InfoContrastText = "#ffffff",
            LinesDefault = Line, LinesInputs = "#59636f", TableLines = Line, Divider = Line,
        },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = _fonts, FontSize = "1rem", LineHeight = "1.6", LetterSpacing = "normal" },
            H1 = new H1Typography { FontFamily = _fonts, FontSize = "2rem", FontWeight = "700", LineHeight = "1.3", LetterSpacing = "normal" },
            H2 = new H2Typography { FontFamily = _fonts, FontSize = "1.35rem", FontWeight = "700", LineHeight = "1.4", LetterSpacing = "normal" },
            Body1 = new Body1Typography { FontFamily = _fonts, FontSize = "1rem", LineHeight = "1.6", LetterSpacing = "normal" },
            Body2 = new Body2Typography { FontFamily = _fonts, FontSize = "1rem", LineHeight = "1.6", LetterSpacing = "normal" },
            Button = new ButtonTypography { FontFamily = _fonts, FontSize = "1rem", FontWeight = "700", TextTransform = "none", LetterSpacing = "normal" },
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "6px" },
    };
}
