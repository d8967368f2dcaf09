namespace Wenden.Subsidy.Rules;

/// <summary>A known value with who stated it and the day it is stated for. An unknown fact is the absence of this.</summary>
internal readonly record struct Stated<T>(T Value, string? Source = null, DateOnly? AsOf = null);

/// <summary>Sex as the registry states it: <c>F</c> or <c>M</c>.</summary>
internal enum Sex
{
    F,
    M,
}

/// <summary>Where the household is registered (户籍): in Wendeng, elsewhere in Weihai city, or outside Weihai.</summary>
internal enum HouseholdRegistration
{
    Wendeng,
    Weihai,
    Elsewhere,
}

/// <summary>Where an application is handed in: a street or town office (街道/镇保障所) or the district centre's comprehensive window.</summary>
internal enum Office
{
    TownOffice,
    DistrictHall,
}
