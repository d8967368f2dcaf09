using Wenden.Forms.Filling;
using Wenden.Forms.Templates;

namespace Wenden.Forms.Tests.Templates;

/// <summary>Set WENDEN_LOOK to a folder to find the drawings there afterwards.</summary>
public sealed class EveryTemplateTests
{
    private static readonly string? _look = Environment.GetEnvironmentVariable("WENDEN_LOOK");

    public static TheoryData<string> Names => [.. Samples.Templates.All.Select(template => template.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Usual_values_fit_one_page(string name) => ReadBack(name, "usual", Specimen.Usual).ShouldBe(1);

    [Theory]
    [MemberData(nameof(Names))]
    public void The_shortest_values_are_all_there(string name) => ReadBack(name, "shortest", Specimen.Shortest).ShouldBe(1);

    [Theory]
    [MemberData(nameof(Names))]
    public void The_longest_values_are_all_there(string name) => ReadBack(name, "longest", Specimen.Longest).ShouldBeGreaterThan(0);

    [Theory]
    [MemberData(nameof(Names))]
    public void The_rarest_characters_are_all_there(string name) => ReadBack(name, "rarest", Specimen.Rarest).ShouldBeInRange(1, 2);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_form_of_which_nothing_is_known_says_so(string name)
    {
        var template = Samples.Templates.All.Single(one => one.Name == name);
        var drawn = Samples.Drawing.Pdf(FilledForm.Empty(template));

        using var pdf = new PdfText(drawn.Pdf);

        pdf.Pages.ShouldBe(1);
        FilledForm.Empty(template).Missing.ShouldBe(
            template.Bindings.Where(binding => !binding.Optional && binding.Value.Origin != ValueOrigin.Typed).Select(binding => binding.Name));
    }

    private static int ReadBack(string name, string way, Func<FormTemplate, FilledForm> fill)
    {
        var form = fill(Samples.Templates.All.Single(one => one.Name == name));

        var drawn = Samples.Drawing.Pdf(form);

        if (_look is not null)
            File.WriteAllBytes(Path.Combine(_look, $"{name}.{way}.pdf"), drawn.Pdf);
        using var pdf = new PdfText(drawn.Pdf);
        drawn.Overlong.ShouldBeEmpty();
        drawn.LackingCharacters.ShouldBeEmpty();
        foreach (var cell in form.Template.Rows.SelectMany(row => row.Cells).OfType<ValueCell>())
        {
            foreach (var line in (form.Field(cell.Binding.Name).Text ?? "").Split('\n'))
                pdf.Text.ShouldContain(line, Case.Sensitive, cell.Binding.Name);
        }

        foreach (var member in form.Template.Rows.Where(row => row.Repeat is not null).SelectMany(row => form.RowsOf(row.Repeat!.Binding.Name)).SelectMany(row => row))
            pdf.Text.ShouldContain(member);
        return pdf.Pages;
    }
}
