using MassTransit;

namespace Wenden.MessagingProbe;

/// <summary>Comes after the broker's confirmation and before the relay deletes the row.</summary>
internal sealed class KillBeforeDelete(KillSwitch killSwitch) : IPublishObserver
{
    public Task PrePublish<T>(PublishContext<T> context)
        where T : class => Task.CompletedTask;

    public Task PostPublish<T>(PublishContext<T> context)
        where T : class
    {
        killSwitch.Pass("delete");
        return Task.CompletedTask;
    }

    public Task PublishFault<T>(PublishContext<T> context, Exception exception)
        where T : class => Task.CompletedTask;
}
