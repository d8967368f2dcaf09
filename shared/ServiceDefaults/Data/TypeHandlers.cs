using System.Data;
using System.Text.Json;
using Dapper;

namespace Wenden.ServiceDefaults.Data;

/// <summary>Instants go to PostgreSQL in UTC, the only offset it takes, and come back in UTC.</summary>
internal sealed class InstantHandler : SqlMapper.TypeHandler<DateTimeOffset>
{
    public override void SetValue(IDbDataParameter parameter, DateTimeOffset value) => parameter.Value = value.ToUniversalTime();

    public override DateTimeOffset Parse(object value) => value switch
    {
        DateTimeOffset instant => instant,
        DateTime utc => new DateTimeOffset(utc),
        _ => throw new InvalidCastException($"{value.GetType()} is not an instant."),
    };
}

/// <summary>Calendar days.</summary>
internal sealed class DayHandler : SqlMapper.TypeHandler<DateOnly>
{
    public override void SetValue(IDbDataParameter parameter, DateOnly value) => parameter.Value = value;

    public override DateOnly Parse(object value) => value switch
    {
        DateOnly day => day,
        DateTime midnight => DateOnly.FromDateTime(midnight),
        _ => throw new InvalidCastException($"{value.GetType()} is not a day."),
    };
}

/// <summary>A list of texts in a <c>text[]</c>; Dapper takes arrays, but not as the lists that contracts have.</summary>
internal sealed class TextsHandler : SqlMapper.TypeHandler<IReadOnlyList<string>>
{
    public override void SetValue(IDbDataParameter parameter, IReadOnlyList<string>? value) => parameter.Value = value?.ToArray();

    public override IReadOnlyList<string> Parse(object value) => (string[])value;
}

/// <summary>A column of JSON. As a parameter it is a text, to be cast where it is stored.</summary>
internal sealed class JsonHandler : SqlMapper.TypeHandler<JsonElement>
{
    public override JsonElement Parse(object value) => JsonElement.Parse((string)value);

    public override void SetValue(IDbDataParameter parameter, JsonElement value) => parameter.Value = value.GetRawText();
}
