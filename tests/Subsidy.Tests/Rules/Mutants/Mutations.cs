using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Wenden.Subsidy.Tests.Rules.Mutants;

/// <summary>Small mistakes that somebody could make in a file, one at a time.</summary>
internal static class Mutations
{
    private static readonly Dictionary<string, string[]> _operators = new()
    {
        ["<"] = ["<=", ">="],
        ["<="] = ["<", ">"],
        [">"] = [">=", "<="],
        [">="] = [">", "<"],
        ["=="] = ["!="],
        ["!="] = ["=="],
        ["&&"] = ["||"],
        ["||"] = ["&&"],
        ["&"] = ["|"],
        ["|"] = ["&"],
        ["+"] = ["-"],
        ["-"] = ["+"],
    };

    /// <summary>Parts of the file, and what stands there instead.</summary>
    public static IEnumerable<(TextSpan Part, string Instead)> Of(SyntaxNode root) => root.DescendantNodes().SelectMany(OfNode);

    private static IEnumerable<(TextSpan Part, string Instead)> OfNode(SyntaxNode node) => node switch
    {
        BinaryExpressionSyntax binary => OfBinary(binary),
        ConditionalExpressionSyntax choice => [(choice.Span, $"{choice.WhenTrue}"), (choice.Span, $"{choice.WhenFalse}")],
        PrefixUnaryExpressionSyntax { OperatorToken.Text: "!" or "-" } sign => [(sign.Span, $"{sign.Operand}")],
        UnaryPatternSyntax not => [(not.Span, $"{not.Pattern}")],
        IsPatternExpressionSyntax { Pattern: ConstantPatternSyntax constant } => [(constant.Span, $"not {constant}")],
        LiteralExpressionSyntax literal => OfLiteral(literal).Select(instead => (literal.Span, instead)),
        MemberAccessExpressionSyntax member => OfMember($"{member}").Select(instead => (member.Span, instead)),
        ObjectCreationExpressionSyntax made => OfTerm(made),
        ArgumentSyntax { Parent: ArgumentListSyntax { Arguments: { Count: > 1 } all } } argument => [WithoutComma(argument, all)],
        CollectionElementSyntax { Parent: CollectionExpressionSyntax list } element => [WithoutComma(element, list.Elements)],
        IfStatementSyntax condition => [(condition.Condition.Span, "true"), (condition.Condition.Span, "false")],
        ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { OperatorToken.Text: "|=" } } added => [(added.Span, ";")],
        ContinueStatementSyntax next => [(next.Span, ";")],
        _ => [],
    };

    private static IEnumerable<(TextSpan, string)> OfBinary(BinaryExpressionSyntax binary)
    {
        foreach (var other in _operators.GetValueOrDefault(binary.OperatorToken.Text) ?? [])
            yield return (binary.OperatorToken.Span, other);
        if (binary.OperatorToken.Text is "&&" or "||" or "&" or "|" or "<<")
        {
            yield return (binary.Span, $"{binary.Left}");
            yield return (binary.Span, $"{binary.Right}");
        }
    }

    private static IEnumerable<string> OfLiteral(LiteralExpressionSyntax literal) => literal.Token.Value switch
    {
        true => ["false"],
        false => ["true"],
        null => ["true", "false"],
        int number => [(number + 1).ToString(CultureInfo.InvariantCulture)],
        _ => [],
    };

    private static IEnumerable<string> OfMember(string member) => member switch
    {
        "Sex.F" => ["Sex.M"],
        "Sex.M" => ["Sex.F"],
        "HouseholdRegistration.Elsewhere" => ["HouseholdRegistration.Weihai"],
        "Outcome.Eligible" or "Outcome.Incomplete" => ["Outcome.Ineligible"],
        "Outcome.Ineligible" => ["Outcome.Incomplete"],
        "RuleCodes.Permit" or "RuleCodes.Window" => ["\"C3\""],
        "FactList.BirthDate" => ["FactList.AppliedOn"],
        "FactList.UsedFullSupportRound" => ["FactList.FileInCustody"],
        ['F', 'a', 'c', 't', 'L', 'i', 's', 't', '.', ..] and not "FactList.All" => ["FactList.UsedFullSupportRound"],
        _ => [],
    };

    private static IEnumerable<(TextSpan, string)> OfTerm(ObjectCreationExpressionSyntax made) => $"{made.Type}" switch
    {
        "All" => [(made.Type.Span, "Any")],
        "Any" => [(made.Type.Span, "All")],
        "Not" => [(made.Span, $"{made.ArgumentList!.Arguments[0]}")],
        _ => [],
    };

    private static (TextSpan, string) WithoutComma<T>(T part, SeparatedSyntaxList<T> all)
        where T : SyntaxNode
    {
        var (place, span) = (all.IndexOf(part), part.Span);
        if (place > 0)
            span = TextSpan.FromBounds(all.GetSeparator(place - 1).SpanStart, span.End);
        else if (all.SeparatorCount > 0)
            span = TextSpan.FromBounds(span.Start, all.GetSeparator(0).Span.End);
        return (span, "");
    }
}
