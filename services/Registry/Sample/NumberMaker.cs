namespace Wenden.Registry.Sample;

/// <summary>
/// Identity numbers, each given once: a count per birth date and sex is all it remembers. Sequences from 900 on are left to the named persons.
/// </summary>
internal sealed class NumberMaker
{
    // A prime, so that steps of any size visit every place once.
    private const int PerDayAndSex = 449;

    private readonly Dictionary<(DateOnly Day, bool IsMale), short> _given = [];

    /// <summary>A number for somebody born on the day or, where its numbers are used up, on the nearest earlier day with a free one.</summary>
    public string Next(string region, DateOnly birthDate, bool isMale)
    {
        var day = birthDate;
        while (_given.GetValueOrDefault((day, isMale)) == PerDayAndSex)
            day = day.AddDays(-1);
        var count = _given[(day, isMale)] = (short)(_given.GetValueOrDefault((day, isMale)) + 1);

        // Neighbours in age do not get neighbouring numbers, and the digits are spread evenly.
        var place = (count * 112 + day.DayNumber) % PerDayAndSex;
        var digits = $"{region}{day:yyyyMMdd}{place * 2 + (isMale ? 1 : 2):000}";
        return digits + IdentityNumber.CheckCharacter(digits);
    }
}
