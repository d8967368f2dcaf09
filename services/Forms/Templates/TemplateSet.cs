using System.Text;
using Wenden.Forms.Drawing;
using Wenden.Forms.Filling;

namespace Wenden.Forms.Templates;

/// <summary>All templates of the service, checked when it starts.</summary>
internal sealed class TemplateSet
{
    private readonly IReadOnlyList<FormTemplate> _templates;

    private TemplateSet(IReadOnlyList<FormTemplate> templates, IReadOnlyDictionary<string, BindableValue> bindable)
    {
        _templates = templates;
        Bindable = bindable;
    }

    /// <summary>What a template may bind, by name.</summary>
    public IReadOnlyDictionary<string, BindableValue> Bindable { get; }

    /// <summary>Every version of every template.</summary>
    public IReadOnlyList<FormTemplate> All => _templates;

    /// <summary>Reads <c>bindable.yaml</c> and every other YAML file of <paramref name="folder"/>.</summary>
    /// <exception cref="InvalidTemplatesException">Anything is wrong in any file; the message has all of it.</exception>
    public static TemplateSet Load(string folder, FontSubset font)
    {
        var errors = new List<string>();
        var bindable = BindableValues.Read(Path.Combine(folder, "bindable.yaml"), errors);
        var templates = Directory.EnumerateFiles(folder, "*.yaml")
            .Where(file => Path.GetFileName(file) != "bindable.yaml")
            .Order(StringComparer.Ordinal)
            .Select(file => TemplateReader.Read(file, bindable, errors))
            .OfType<FormTemplate>()
            .ToList();

        foreach (var twice in templates.GroupBy(template => (template.Name, template.Version)).Where(same => same.Count() > 1))
            errors.Add($"{twice.Key.Name}: version {twice.Key.Version} is there {twice.Count()} times");
        if (templates.Count == 0)
            errors.Add($"{folder}: no template");
        if (errors.Count == 0)
            errors.AddRange(templates.SelectMany(template => Undrawable(template, font)));
        return errors.Count == 0 ? new TemplateSet(templates, bindable) : throw new InvalidTemplatesException(errors);
    }

    // Draws the empty form, which also makes the first form of a visitor as quick as the next.
    private static IEnumerable<string> Undrawable(FormTemplate template, FontSubset font)
    {
        var lacking = new HashSet<Rune>();
        foreach (var text in FormWords.Constants(template))
            font.Drawable(text, lacking);
        if (lacking.Count > 0)
            yield return $"{template.Name} version {template.Version}: the font has no {string.Join(' ', lacking)}";

        var empty = FilledForm.Empty(template);
        if (new FormDrawing(font, new Uri("https://hall.example/verify/")).Arrange(empty) is { Pages.Count: not 1 } or { Overlong.Count: > 0 })
            yield return $"{template.Name} version {template.Version}: the empty form does not fit its cells or one page";
    }

    /// <summary>The version of the template that is in force on a day; none where the name is unknown or not yet in force.</summary>
    public FormTemplate? InForce(string name, DateOnly day) => _templates
        .Where(template => template.Name == name && template.EffectiveFrom <= day)
        .MaxBy(template => (template.EffectiveFrom, template.Version));

    /// <summary>One version of a template; none where the files no longer have it.</summary>
    public FormTemplate? Version(string name, int version) =>
        _templates.FirstOrDefault(template => template.Name == name && template.Version == version);
}

/// <summary>The template files are wrong; says everything that is wrong with them.</summary>
internal sealed class InvalidTemplatesException(IReadOnlyList<string> errors)
    : Exception("Form templates are invalid:" + Environment.NewLine + string.Join(Environment.NewLine, errors))
{
    /// <summary>Each with file and line.</summary>
    public IReadOnlyList<string> Errors { get; } = errors;
}
