/** @file The one next step for a WhatsApp tab that cannot be read now. */
import { i18n } from '#i18n';
import { Button } from '../Button.tsx';
import type { Obstacle, PopupActions } from './screen.ts';

export interface ObstacleButtonProps {
  readonly obstacle: Obstacle;
  readonly on: Pick<PopupActions, 'goToWhatsApp' | 'reload'>;
}

export function ObstacleButton({ obstacle, on }: ObstacleButtonProps) {
  if (obstacle === 'reload-needed' || obstacle === 'unsupported-build')
    return (
      <Button kind="primary" wide onPress={on.reload}>
        {i18n.t('page.reload')}
      </Button>
    );
  return (
    <Button kind="primary" wide onPress={on.goToWhatsApp}>
      {i18n.t(obstacle === 'no-tab' ? 'page.open' : 'page.show')}
    </Button>
  );
}
