using MassTransit;
using Wenden.Contracts.Registry;

namespace Wenden.Subsidy.Applications;

/// <summary>
/// The registry knows more of a person: applications that wait for facts are judged again, and those in review are looked at for a death.
/// </summary>
internal sealed class ReassessWaiting(LookAgain look) : IConsumer<PersonChanged>
{
    public Task Consume(ConsumeContext<PersonChanged> context) =>
        look.AtAsync(context.Message.PersonId, context.Message, context.CancellationToken);
}
