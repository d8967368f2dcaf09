namespace Wenden.Registry.Persons;

/// <summary>Codes of what can be wrong with an identity number, the same for a looked-up number and an imported line.</summary>
internal static class PersonProblems
{
    public static string CodeOf(IdentityNumberFault fault) => fault switch
    {
        IdentityNumberFault.Length => "identity-number.length",
        IdentityNumberFault.Characters => "identity-number.characters",
        IdentityNumberFault.BirthDate => "identity-number.birth-date",
        IdentityNumberFault.CheckCharacter => "identity-number.check-character",
        IdentityNumberFault.None => throw new ArgumentOutOfRangeException(nameof(fault), fault, "Nothing is wrong."),
        _ => throw new ArgumentOutOfRangeException(nameof(fault), fault, "No such fault."),
    };
}
