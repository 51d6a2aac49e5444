from __future__ import annotations

from textual.app import App

from planner.ui.work import Finished, Work


async def test_what_is_asked_while_the_app_goes_down_is_not_begun() -> None:
    app: App[None] = App()
    async with app.run_test():
        work = Work(app)
        work.close()
        begun: list[str] = []
        work.run(
            lambda: begun.append("call"), lambda _: begun.append("then"), lambda _: begun.append("failed"), slow=True
        )
        work.run(lambda: begun.append("call"), lambda _: begun.append("then"), lambda _: begun.append("failed"))
    assert begun == []
    assert work.pending == 0


class Working(App[None]):
    """Shows what its work brings."""

    def __init__(self) -> None:
        super().__init__()
        self.work = Work(self)

    def on_finished(self, done: Finished) -> None:
        done.deliver()


async def test_once_all_that_was_asked_for_first_is_shown_it_is_told_and_only_once() -> None:
    app = Working()
    heard: list[str] = []
    async with app.run_test() as pilot:

        def ask(name: str) -> None:
            app.work.run(lambda: name, heard.append, lambda error: heard.append(error.message))

        async def all_shown() -> None:
            while app.work.pending:
                await pilot.pause()

        app.work.at_rest = lambda: heard.append("at rest")
        ask("first")
        ask("second")
        await all_shown()
        ask("third")
        await all_shown()
        app.work.close()
    assert heard == ["first", "second", "at rest", "third"]
