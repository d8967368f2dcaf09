using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Wenden.Registry.Tests.Imports;

public sealed class CsvTests(RegistryHall hall)
{
    [Fact]
    public async Task A_table_of_persons_says_what_the_lines_would_say()
    {
        var (first, second) = (Fresh.IdNumber(), Fresh.IdNumber());

        var import = await ImportAsync("person",
            $"""
            idNumber,source,asOf,facts.name,facts.disabled,facts.unjustifiedJobRefusals,facts.minorChildBirthDates
            {first},公安户籍,2019-09-30,"张,三",true,2,2010-01-01;2012-02-29
            {second},公安户籍,2019-09-30,李四,,,
            """);

        import.Total.ShouldBe(new Counted(2, 2, 0, 0, 0));
        var facts = (await hall.Teller.ReadAsync(first)).Facts;
        facts["name"].Value.GetString().ShouldBe("张,三");
        facts["disabled"].Value.GetBoolean().ShouldBeTrue();
        facts["unjustifiedJobRefusals"].Value.GetInt32().ShouldBe(2);
        facts["minorChildBirthDates"].Value.EnumerateArray().Select(day => day.GetString()).ShouldBe(["2010-01-01", "2012-02-29"]);
        (await hall.Teller.ReadAsync(second)).Facts.Keys.ShouldNotContain("disabled");
    }

    [Fact]
    public async Task A_table_and_lines_that_say_the_same_change_nothing()
    {
        var (number, employer) = (Fresh.IdNumber(), Fresh.CreditCode());
        await hall.Operator.ImportAsync(Fresh.Employer(employer), Fresh.Person(number), Fresh.Contribution(number, "2019-08", employer, 3457.5m), Fresh.Benefit(number));

        var contributions = await ImportAsync("contribution",
            $"idNumber,month,employer,base,pension,medical,unemployment,source,asOf\r\n{number},2019-08,{employer},3457.50,true,true,false,社保缴费记录,2019-09-30\r\n");
        var benefits = await ImportAsync("benefit",
            $"asOf,source,idNumber,benefit,since,monthlyAmount,certifiedOn\n2019-09-30,待遇发放系统,{number},pension,2010-05-01,2438.5,2018-08-20");
        var employers = await ImportAsync("employer", $"code,name,region,source,asOf\n{employer},样例机械有限公司,371003,市场监管,2019-09-30");

        contributions.Total.ShouldBe(new Counted(1, 0, 0, 1, 0));
        benefits.Total.ShouldBe(new Counted(1, 0, 0, 1, 0));
        employers.Total.ShouldBe(new Counted(1, 0, 0, 1, 0));
    }

    [Fact]
    public async Task Rows_that_are_wrong_are_listed_by_their_line()
    {
        var number = Fresh.IdNumber();

        var import = await ImportAsync("person",
            $"""
            idNumber,source,asOf,facts.name,facts.disabled
            {number},公安户籍,2019-09-30,张三,true
            {Fresh.IdNumber()},公安户籍,2019-09-30,张三
            {Fresh.IdNumber()},公安户籍,2019-09-30,张三,maybe

            {Fresh.IdNumber()},公安户籍,2019-09-30,"张三,true
            {Fresh.IdNumber()},公安户籍,30.9.2019,张三,true
            """);

        import.Total.ShouldBe(new Counted(5, 1, 0, 0, 4));
        (await hall.Operator.ReadRejectedAsync(import)).Select(line => (line.Line, line.Code, line.Kind)).ShouldBe(
            [(3, "line.csv", "person"), (4, "fact.value", "person"), (6, "line.csv", "person"), (7, "line.member", "person")]);
    }

    [Theory]
    [InlineData("?kind=person", "idNumber,source,asOf,facts.shoeSize", "import.columns")]
    [InlineData("?kind=person", "idNumber,source,source,asOf", "import.columns")]
    [InlineData("?kind=person", "idNumber,colour", "import.columns")]
    [InlineData("?kind=martian", "idNumber", "import.kind")]
    [InlineData("", "idNumber", "import.kind")]
    public async Task A_table_that_cannot_be_understood_is_refused_whole(string query, string header, string code)
    {
        using var answer = await hall.Operator.PostAsync("/imports" + query, Csv(Encoding.UTF8.GetBytes(header), "text/csv"));

        await answer.ShouldBeProblemAsync(HttpStatusCode.BadRequest, code);
    }

    [Fact]
    public async Task A_table_in_another_encoding_is_read_when_it_is_named()
    {
        var number = Fresh.IdNumber();
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var bytes = Encoding.GetEncoding("gb18030").GetBytes($"idNumber,source,asOf,facts.name\n{number},公安户籍,2019-09-30,镕㛃𠮷\n");

        using var unnamed = await hall.Operator.PostAsync("/imports?kind=person", Csv(bytes, "text/csv"));
        using var named = await hall.Operator.PostAsync("/imports?kind=person", Csv(bytes, "text/csv; charset=gb18030"));

        await unnamed.ShouldBeProblemAsync(HttpStatusCode.BadRequest, "import.encoding");
        (await named.ReadAsync<Imported>()).Total.Added.ShouldBe(1);
        (await hall.Teller.ReadAsync(number)).Facts["name"].Value.GetString().ShouldBe("镕㛃𠮷");
    }

    private async Task<Imported> ImportAsync(string kind, string table)
    {
        using var answer = await hall.Operator.PostAsync($"/imports?kind={kind}", Csv(Encoding.UTF8.GetBytes(table), "text/csv"));
        return await answer.ReadAsync<Imported>();
    }

    private static ByteArrayContent Csv(byte[] table, string type)
    {
        var content = new ByteArrayContent(table);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return content;
    }
}
