using System.Globalization;
using System.Reflection;
using System.Resources;

namespace Wenden.ServiceDefaults.Problems;

/// <summary>The texts of problem codes: the service's own first, then those every service shares.</summary>
internal sealed class ProblemTexts(Assembly service)
{
    private readonly ResourceManager[] _texts =
    [
        .. new[] { service, typeof(ProblemTexts).Assembly }
            .Where(assembly => assembly.GetManifestResourceNames().Contains($"{assembly.GetName().Name}.Resources.Problems.resources"))
            .Select(assembly => new ResourceManager($"{assembly.GetName().Name}.Resources.Problems", assembly)),
    ];

    public string Find(string code, CultureInfo culture, object?[] arguments)
    {
        var text = _texts.Select(texts => texts.GetString(code, culture)).FirstOrDefault(found => found is not null) ?? code;
        return arguments.Length == 0 ? text : string.Format(culture, text, arguments);
    }
}
