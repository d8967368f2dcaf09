namespace Wenden.Subsidy.Applications;

/// <summary>Why a person's data are looked at: for the case that the application came from, or for the application where it came from none.</summary>
internal static class Why
{
    public static Purpose Of(Guid? caseId, Guid applicationId) => caseId is { } known ? Purpose.Case(known) : Purpose.Application(applicationId);
}
