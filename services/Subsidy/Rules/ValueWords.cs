namespace Wenden.Subsidy.Rules;

/// <summary>The texts that values have in JSON and that a policy gives words for.</summary>
internal static class ValueWords
{
    public static readonly IReadOnlyList<string> All =
        ["true", "false", "none", "F", "M", "wendeng", "weihai", "elsewhere", "townOffice", "districtHall"];

    public static string Of(Office office) => office switch
    {
        Office.TownOffice => "townOffice",
        Office.DistrictHall => "districtHall",
        _ => throw new ArgumentOutOfRangeException(nameof(office), office, message: null),
    };
}
