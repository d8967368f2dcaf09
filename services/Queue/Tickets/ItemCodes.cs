using System.Data;

namespace Wenden.Queue.Tickets;

/// <summary>The items of a ticket in a <c>text[]</c>; Dapper takes arrays, but not as the list that the contract has.</summary>
internal sealed class ItemCodes : SqlMapper.TypeHandler<IReadOnlyList<string>>
{
    public override void SetValue(IDbDataParameter parameter, IReadOnlyList<string>? value) => parameter.Value = value?.ToArray();

    public override IReadOnlyList<string> Parse(object value) => (string[])value;
}
