namespace Wenden.Subsidy.Notices;

/// <summary>Names as a public list shows them (公示): the family name and the last character.</summary>
internal static class Masked
{
    private static readonly HashSet<string> _ofTwo =
    [
        "欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "夏侯", "司徒", "宇文", "长孙", "端木", "独孤", "南宫", "司空", "闻人", "赫连",
    ];

    /// <summary>
    /// <c>王*梅</c>; <c>王*</c> of two characters; <c>欧阳*娜</c> where the family name has two. Of a name with a point, <c>阿***·**提</c>. A star where
    /// nobody knows the name.
    /// </summary>
    public static string Name(string? name)
    {
        var runes = (name ?? "").Trim().EnumerateRunes().Select(rune => rune.ToString()).ToArray();
        if (runes.Length < 2)
            return "*";
        var shown = runes.Length > 2 && _ofTwo.Contains(runes[0] + runes[1]) ? 2 : 1;
        var last = runes.Length > shown + 1 ? runes.Length - 1 : runes.Length;
        return string.Concat(runes.Select((rune, place) => place < shown || place >= last || rune is "·" or "•" or "・" ? rune : "*"));
    }
}
