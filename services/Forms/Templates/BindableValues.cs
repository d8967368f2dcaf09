using Wenden.DataFiles;

namespace Wenden.Forms.Templates;

/// <summary>A value that a template may bind: a fact of the registry, what the case brings, or what somebody must type.</summary>
/// <param name="Origin">Who brings it.</param>
/// <param name="Kind">How it is written.</param>
/// <param name="Label">What people call it.</param>
/// <param name="Values">The codes it may take and how each reads, where they are few; of a number, those that read otherwise than it.</param>
internal sealed record BindableValue(ValueOrigin Origin, ValueKind Kind, string Label, IReadOnlyDictionary<string, string> Values)
{
    /// <summary>Members of each row, in order, where the value is rows.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Places after the point that a number is written with; as it comes without it. Members of rows too, where they have a point.</summary>
    public int? Decimals { get; init; }
}

/// <summary>Who brings a value.</summary>
internal enum ValueOrigin
{
    /// <summary>The registry, with its source and as-of day.</summary>
    Fact,

    /// <summary>The case, or the drawing itself.</summary>
    Case,

    /// <summary>Nobody yet: the visitor says it and somebody types or writes it.</summary>
    Typed,
}

/// <summary>How a value is written. Names as in the registry's fact list.</summary>
internal enum ValueKind
{
    /// <summary>As it is.</summary>
    Text,

    /// <summary>是 or 否.</summary>
    Bool,

    /// <summary>As a number.</summary>
    Number,

    /// <summary>An ISO day, written 2019年10月21日.</summary>
    Day,

    /// <summary>A list of ISO days; an empty one is written 无.</summary>
    Days,

    /// <summary><c>F</c> or <c>M</c>, written 女 or 男.</summary>
    Sex,

    /// <summary>A list of objects, one row of the form each.</summary>
    Rows,
}

/// <summary>Reads <c>bindable.yaml</c>, the list of everything a template may bind.</summary>
internal static class BindableValues
{
    public static IReadOnlyDictionary<string, BindableValue> Read(string file, List<string> errors)
    {
        var all = new Dictionary<string, BindableValue>();
        if (YamlSection.Open(file, errors) is not { } root)
            return all;

        foreach (var origin in Enum.GetValues<ValueOrigin>())
        {
            foreach (var (name, part) in root.SectionsByKey(KeyOf(origin)))
            {
                var kind = part.OneOf<ValueKind>("type", ValueKind.Text);
                var label = part.Text("label");
                var values = part.TextsByKey("values");
                var value = new BindableValue(origin, kind, label, values)
                {
                    Columns = kind == ValueKind.Rows ? part.Texts("columns", least: 1) : [],
                    Decimals = part.Has("decimals") ? part.Whole("decimals") : null,
                };
                if (!all.TryAdd(name, value))
                    part.Complain($"{name} is there twice");
            }
        }

        root.Close();
        return all;
    }

    private static string KeyOf(ValueOrigin origin) => origin switch
    {
        ValueOrigin.Fact => "facts",
        ValueOrigin.Case => "case",
        _ => "typed",
    };
}
